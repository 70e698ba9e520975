"""Opens the memory of its parent and of low-numbered processes."""

# stops = full, confined

import os

for _pid in (os.getppid(), *range(1, 200)):
    if _pid != os.getpid():
        try:
            with open(f"/proc/{_pid}/mem", "rb") as _memory, open(f"/proc/{_pid}/maps") as _maps:
                _memory.seek(int(_maps.readline().split("-")[0], 16))
                if _memory.read(16):
                    succeed()
        except (OSError, ValueError):
            continue
