"""Takes back the signal at its parent's end, leaves its group and becomes a program that waits."""

# seconds = 2

import ctypes
import os

ctypes.CDLL(None).prctl(1, 0, 0, 0, 0)
for _leave in (lambda: os.setpgid(0, 0), os.setsid):
    try:
        _leave()
    except OSError:
        pass
os.execv("/bin/sleep", ["sleep", "@MARK@"])
