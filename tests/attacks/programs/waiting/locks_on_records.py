"""Locks bytes of a library's file for reading, a vote that another process can ask for."""

# stops = full, confined

import fcntl
import os
import struct

import torchdojo

_file = os.open(torchdojo.__file__, os.O_RDONLY)
_mine = struct.pack("hhqqi4x", fcntl.F_RDLCK, os.SEEK_SET, 7, 1, 0)
_asked = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 7, 1, 0)
for _set in (fcntl.F_SETLK, 37):
    try:
        fcntl.fcntl(_file, _set, _mine)
        if os.fork() == 0:
            _found = fcntl.fcntl(_file, fcntl.F_GETLK, _asked)
            os._exit(struct.unpack("hhqqi4x", _found)[0] != fcntl.F_UNLCK)
        if os.wait()[1]:
            succeed()
    except OSError:
        pass
