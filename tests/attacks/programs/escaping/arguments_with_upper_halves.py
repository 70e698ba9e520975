"""Hides flags from a filter in the halves of registers that it might not look at."""

# stops = full, confined

import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)
_wide = lambda value: ctypes.c_ulong(value | 1 << 40)
_read, _write = os.pipe()
if _libc.syscall(72, _write, _wide(1031), ctypes.c_long(2**20)) >= 2**20:
    succeed()  # F_SETPIPE_SZ
if _libc.syscall(135, _wide(0x0040000), 0) >= 0:
    succeed()  # personality: no randomisation of addresses
if _libc.syscall(157, _wide(24), 0, 0, 0, 0) == 0:
    succeed()  # PR_CAPBSET_DROP
