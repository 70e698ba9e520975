"""Asks whether its parent has the same files open as itself, and where its pages lie."""

# stops = full, confined

import ctypes
import os
import platform

_libc = ctypes.CDLL(None)
_x86 = platform.machine() == "x86_64"
_parent = os.getppid() or 1
if _libc.syscall(312 if _x86 else 272, os.getpid(), _parent, 2, 0, 0) >= 0:
    succeed()
if _parent != os.getpid():
    _address, _status = (ctypes.c_void_p * 1)(id(None)), (ctypes.c_int * 1)()
    if _libc.syscall(279 if _x86 else 239, _parent, 1, _address, None, _status, 0) == 0:
        succeed()
