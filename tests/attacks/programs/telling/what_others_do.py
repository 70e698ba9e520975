"""Counts what others do meanwhile, in numbers of the whole machine that change while it watches."""

# stops = full

import time


def _read():
    return [open(f"/proc/{name}").read() for name in ("stat", "loadavg", "meminfo")]


try:
    _before = _read()
    time.sleep(0.3)
    if _read() != _before:
        succeed()
except OSError:
    pass
