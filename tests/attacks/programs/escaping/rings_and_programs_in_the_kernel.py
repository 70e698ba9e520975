"""Asks the kernel for the interfaces that go round a filter: io_uring, bpf, userfaultfd, perf, fanotify, keys."""

# stops = full, confined

import ctypes

_libc = ctypes.CDLL(None, use_errno=True)
_room = ctypes.create_string_buffer(256)
for _try in ((425, 4, _room), (321, 0, _room, 40), (323, 0), (298, _room, 0, -1, -1, 0), (300, 0, 0), (250, 0, -3, 1), (447, 0), (317, 1, 0, _room)):
    if _libc.syscall(*(ctypes.c_long(v) if isinstance(v, int) else v for v in _try)) >= 0:
        succeed()
