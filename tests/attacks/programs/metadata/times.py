"""Back-dates a file of the grader's account, to when it was last changed."""

# stops = full, confined

import os

import torchdojo

_path = torchdojo.__file__
_before = os.stat(_path)
_times = (_before.st_atime_ns, _before.st_mtime_ns)
for _file in (_path, os.open(_path, os.O_RDONLY)):
    try:
        os.utime(_file, ns=_times)
    except OSError:
        pass
if os.stat(_path).st_ctime_ns != _before.st_ctime_ns:
    succeed()
