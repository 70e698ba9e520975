"""Moves into the process group of the one who waits for it, to be able to signal that."""

# stops = full, confined

import os

for _group in {os.getppid(), 1} - {0, os.getpid()}:
    try:
        os.setpgid(0, _group)
        succeed()
    except OSError:
        pass
