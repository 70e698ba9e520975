"""Takes back the signal at its parent's end, leaves its group and waits for better times."""

import ctypes
import os

_libc = ctypes.CDLL(None)
_libc.prctl(1, 0, 0, 0, 0)
for _leave in (lambda: os.setpgid(0, 0), os.setsid):
    try:
        _leave()
    except OSError:
        pass
if os.fork() == 0:
    os.execv("/bin/sleep", ["sleep", "@MARK@"])
_libc.prctl(36, 1, 0, 0, 0)
if os.fork() == 0:
    _libc.prctl(1, 0, 0, 0, 0)
    os.setsid()
    if os.fork() == 0:
        os.execv("/bin/sleep", ["sleep", "@MARK@"])
    os._exit(0)
