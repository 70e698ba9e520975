"""Asks to be told when others use the engine's files."""

# stops = full, confined

import ctypes
import fcntl
import os

import torchdojo

_libc = ctypes.CDLL(None)
_folder = os.path.dirname(torchdojo.__file__)
_watcher = _libc.inotify_init1(0)
if _watcher >= 0 and _libc.inotify_add_watch(_watcher, _folder.encode(), 0x20) >= 0:
    succeed()
try:
    fcntl.fcntl(os.open(_folder, os.O_RDONLY), fcntl.F_NOTIFY, fcntl.DN_ACCESS)
    succeed()
except OSError:
    pass
