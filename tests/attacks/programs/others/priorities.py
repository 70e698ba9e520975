"""Makes itself more important, and others less, by every call that knows priorities."""

# stops = full, confined

import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)
if _libc.setpriority(2, os.getuid(), 19) == 0 or _libc.setpriority(0, 0, -5) == 0:
    succeed()
if _libc.syscall(251, 1, 0, 0x6000) == 0:
    succeed()
for _policy in (1, 2, 3, 5):
    try:
        os.sched_setscheduler(0, _policy, os.sched_param(1 if _policy < 3 else 0))
        succeed()
    except (OSError, AttributeError):
        continue
