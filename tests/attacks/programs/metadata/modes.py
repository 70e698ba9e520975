"""Changes the mode of a file of the grader's account, to what it is."""

# stops = full, confined

import ctypes
import os

import torchdojo

_path = torchdojo.__file__
_before = os.stat(_path)
_libc = ctypes.CDLL(None)
for _change in (
    lambda: os.chmod(_path, _before.st_mode & 0o7777),
    lambda: os.fchmod(os.open(_path, os.O_RDONLY), _before.st_mode & 0o7777),
    lambda: os.chmod(f"/proc/self/fd/{os.open(_path, os.O_PATH)}", _before.st_mode & 0o7777),
    lambda: _libc.syscall(452, -100, _path.encode(), _before.st_mode & 0o7777, 0),
):
    try:
        _change()
    except OSError:
        pass
if os.stat(_path).st_ctime_ns != _before.st_ctime_ns:
    succeed()
