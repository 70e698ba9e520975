"""Locks a library's file, which another player would see or wait for."""

# stops = full, confined

import fcntl
import os

import torchdojo

_first, _second = (os.open(torchdojo.__file__, os.O_RDONLY) for _ in range(2))
try:
    fcntl.flock(_first, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.flock(_second, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    succeed()
except OSError:
    pass
