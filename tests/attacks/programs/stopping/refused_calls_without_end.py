"""Makes refused system calls without end in many processes, each of which wakes its supervisor."""

# seconds = 2

import ctypes
import os


def interleave(a, b):
    libc = ctypes.CDLL(None)
    for _ in range(20):
        if os.fork() == 0:
            break
    while True:
        libc.unshare(0x10000000)
