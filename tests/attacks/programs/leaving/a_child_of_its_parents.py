"""Makes its child a child of its own parent's, which nobody there waits for."""

# stops = full, confined

import ctypes
import os
import platform

_clone = 56 if platform.machine() == "x86_64" else 220
_pid = ctypes.CDLL(None).syscall(_clone, 0x8000 | 17, 0, 0, 0, 0)
if _pid == 0:
    os.execv("/bin/sleep", ["sleep", "@MARK@"])
if _pid > 0:
    succeed()
