"""Exchanges a file of its own with one outside, by the newest call for it."""

# stops = full, confined

import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)
open("mine", "w").close()
for _path in ("@CANARY@", "@DECOY@/graders"):
    for _flags in (2, 4, 0):
        if _libc.renameat2(-100, b"mine", -100, _path.encode() + b"x", _flags) == 0:
            succeed()
