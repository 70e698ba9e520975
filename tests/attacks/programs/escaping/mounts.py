"""Mounts by the old call and by each of the new ones."""

# stops = full, confined

import ctypes

_libc = ctypes.CDLL(None, use_errno=True)
_here = b"/player/tmp"
_tries = (
    (165, b"none", _here, b"tmpfs", 0, 0),
    (428, -100, b"/", 1),
    (429, -100, b"/", -100, _here, 0),
    (430, b"tmpfs", 0),
    (433, -100, b"/", 0),
    (442, -100, b"/", 0, None, 0),
    (161, b"/player"),
    (155, b".", b"."),
    (166, b"/proc", 2),
)
for _try in _tries:
    if _libc.syscall(*(ctypes.c_long(v) if isinstance(v, int) else v for v in _try)) >= 0:
        succeed()
