"""Leaves a System V memory segment for the next player, and looks for one."""

# stops = full, confined

import ctypes

_libc = ctypes.CDLL(None, use_errno=True)
if _libc.shmget(0x7D0, 4096, 0) >= 0:
    succeed()
_libc.shmget(0x7D0, 4096, 0o1666)
