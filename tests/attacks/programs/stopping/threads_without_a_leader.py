"""Ends its first thread and goes on in others, so that its process looks dead."""

# seconds = 2

import ctypes
import threading
import time

_libc = ctypes.CDLL(None)


def interleave(a, b):
    threading.Thread(target=lambda: [time.sleep(0.1) for _ in range(10**6)]).start()
    _libc.syscall(60, 0)
