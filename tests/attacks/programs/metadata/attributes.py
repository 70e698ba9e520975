"""Leaves a note in an extended attribute of a file of the grader's account."""

# stops = full, confined

import os

import torchdojo

_path = torchdojo.__file__
try:
    os.setxattr(_path, "user.note", b"vote")
    if os.getxattr(_path, "user.note") == b"vote":
        os.removexattr(_path, "user.note")
        succeed()
except OSError:
    pass
