"""Locks more memory than an account may have locked."""

# stops = full, confined

import ctypes
import mmap

_libc = ctypes.CDLL(None, use_errno=True)
if _libc.mlockall(1) == 0:
    succeed()
