"""Maps a library's file shared, for reading, and makes the mapping writable afterwards."""

# stops = full, confined

import ctypes
import mmap
import os

import torch

_libc = ctypes.CDLL(None, use_errno=True)
_libc.mmap.restype = ctypes.c_void_p
_file = os.open(torch.__file__, os.O_RDONLY)
_address = _libc.mmap(None, ctypes.c_size_t(4096), mmap.PROT_READ, mmap.MAP_SHARED, _file, ctypes.c_long(0))
if _address not in (None, 2**64 - 1) and _libc.mprotect(ctypes.c_void_p(_address), ctypes.c_size_t(4096), 3) == 0:
    succeed()
