"""Lowers the processor time that its parent may use to one second, which would end it."""

# stops = full, confined

import os
import resource

try:
    if os.getppid() > 0:
        limits = resource.prlimit(os.getppid(), resource.RLIMIT_CPU)
        resource.prlimit(os.getppid(), resource.RLIMIT_CPU, limits)
        succeed()
except OSError:
    pass
