"""Makes read-only mappings writable afterwards, when the limit on private memory was already asked."""

# stops = full, confined
# seconds = 6

import ctypes
import mmap

_libc = ctypes.CDLL(None, use_errno=True)
_libc.mmap.restype = ctypes.c_void_p
_SIZE = ctypes.c_size_t(1500 * 2**20)
_start = _libc.mmap(None, _SIZE, mmap.PROT_READ, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, -1, ctypes.c_long(0))
if _start not in (None, 2**64 - 1) and _libc.mprotect(ctypes.c_void_p(_start), _SIZE, 3) == 0:
    ctypes.memset(_start, 1, 1400 * 2**20)
    succeed()
