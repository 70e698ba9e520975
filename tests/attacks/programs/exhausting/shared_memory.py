"""Takes more memory than allowed as a shared mapping, which no limit on private memory counts."""

# stops = full, confined

import mmap

try:
    _shared = mmap.mmap(-1, 1500 * 2**20)
    for _place in range(0, len(_shared), 2**24):
        _shared[_place] = 1
    succeed()
except (OSError, ValueError, MemoryError):
    pass
