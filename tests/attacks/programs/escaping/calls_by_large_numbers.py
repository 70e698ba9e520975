"""Makes system calls by the numbers of x32, and by numbers whose upper half is not empty."""

# stops = full, confined

import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)
_UNSHARE, _NEWUSER = 272, 0x1000_0000
for _offset in (0x4000_0000, 1 << 32, 1 << 63):
    if _libc.syscall(ctypes.c_ulong(_UNSHARE + _offset), ctypes.c_long(_NEWUSER)) == 0:
        succeed()
