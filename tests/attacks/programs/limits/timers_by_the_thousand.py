"""Sets timers without end, all of which fire at once."""

# seconds = 3

import ctypes

_libc = ctypes.CDLL(None, use_errno=True)
_id = ctypes.c_int()
for _ in range(50_000):
    if _libc.syscall(222, 1, None, ctypes.byref(_id)) != 0:
        break
