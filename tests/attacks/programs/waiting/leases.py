"""Takes a lease on a file of the engine's, so that others wait to open it."""

# stops = full, confined

import fcntl
import os

import torchdojo

try:
    _file = os.open(torchdojo.__file__, os.O_RDONLY)
    fcntl.fcntl(_file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    fcntl.fcntl(_file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    succeed()
except OSError:
    pass
