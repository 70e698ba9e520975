"""Takes more memory than allowed as a shared mapping of /dev/zero, by reading it."""

# stops = full, confined

import mmap
import os

try:
    _shared = mmap.mmap(os.open("/dev/zero", os.O_RDONLY), 1500 * 2**20, mmap.MAP_SHARED, mmap.PROT_READ)
    for _place in range(0, len(_shared), 4096):
        _shared[_place]
    succeed()
except (OSError, ValueError, MemoryError):
    pass
