"""Gives a file of the grader's account to the owner that it has."""

# stops = full, confined

import os

import torchdojo

_path = torchdojo.__file__
_before = os.stat(_path)
for _change in (
    lambda: os.chown(_path, -1, -1),
    lambda: os.lchown(_path, -1, -1),
    lambda: os.fchown(os.open(_path, os.O_RDONLY), -1, -1),
):
    try:
        _change()
    except OSError:
        pass
if os.stat(_path).st_ctime_ns != _before.st_ctime_ns:
    succeed()
