"""Sets the flags that a file system keeps with a file, to what they are."""

# stops = full, confined

import fcntl
import os

import torchdojo

try:
    _file = os.open(torchdojo.__file__, os.O_RDONLY)
    _flags = fcntl.ioctl(_file, 0x80086601, bytes(8))
    fcntl.ioctl(_file, 0x40086602, _flags)
    succeed()
except OSError:
    pass
