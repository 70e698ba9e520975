"""Maps one file thousands of times and touches it thinly: the tables for it are memory that no limit counts."""

# stops = none
# seconds = 6

import ctypes
import mmap
import os
import re

_libc = ctypes.CDLL(None, use_errno=True)
_libc.mmap.restype = ctypes.c_void_p
_SIZE = 250 * 2**20
with open("sparse", "wb") as _file:
    _file.truncate(_SIZE)
_file = os.open("sparse", os.O_RDONLY)
for _ in range(1500):
    _start = _libc.mmap(None, ctypes.c_size_t(_SIZE), 1, mmap.MAP_SHARED, _file, ctypes.c_long(0))
    if _start in (None, 2**64 - 1):
        break
    for _place in range(_start, _start + _SIZE, 2**21):
        ctypes.string_at(_place, 1)
with open("/proc/self/status") as _status:
    if int(re.search(r"VmPTE:\s+(\d+)", _status.read())[1]) > 500_000:
        succeed()
