"""Raises each of its limits, of itself, of its children and of its parent."""

# stops = full, confined

import os
import resource

for _name in ("RLIMIT_DATA", "RLIMIT_NPROC", "RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_CORE"):
    _which = getattr(resource, _name)
    _, _hard = resource.getrlimit(_which)
    if _hard == resource.RLIM_INFINITY:
        continue
    try:
        resource.setrlimit(_which, (_hard + 1, _hard + 1))
        succeed()
    except (ValueError, OSError):
        continue
