"""Takes memory as private mappings of a file, which are its own as soon as they are written to."""

# stops = full, confined
# seconds = 6

import mmap
import os

with open("base", "wb") as _file:
    _file.truncate(200 * 2**20)
_kept = []
try:
    _file = os.open("base", os.O_RDWR)
    for _ in range(7):
        _kept.append(mmap.mmap(_file, 0, mmap.MAP_PRIVATE))
    succeed()
except (OSError, MemoryError):
    pass
