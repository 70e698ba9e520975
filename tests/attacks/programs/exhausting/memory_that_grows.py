"""Takes more memory than allowed as a stack, which the limit on data does not count."""

# stops = full, confined

import mmap

try:
    _stack = mmap.mmap(-1, 1500 * 2**20, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x100)
    succeed()
except (OSError, ValueError, MemoryError):
    pass
