"""Asyncio."""

import asyncio, sys


async def main():
    await asyncio.gather(*[asyncio.sleep(0.01) for _ in range(5)])
    await asyncio.to_thread(print, "x")
    done = await asyncio.create_subprocess_exec("echo", "a", stdout=-1)
    assert (await done.communicate())[0] == b"a\n"


asyncio.run(main())
