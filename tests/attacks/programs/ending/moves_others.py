"""Decides on which processors its parent may run."""

# stops = full, confined

import os

try:
    if os.getppid() > 0:
        os.sched_setaffinity(os.getppid(), os.sched_getaffinity(os.getppid()))
        succeed()
except OSError:
    pass
