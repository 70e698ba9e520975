"""Starts a child by vfork, which never lets its parent go on: it waits where signals do not come."""

# seconds = 2

import ctypes
import platform


def interleave(a, b):
    if platform.machine() == "x86_64":
        ctypes.CDLL(None).syscall(56, 0x4000 | 17, 0, 0, 0, 0)  # CLONE_VFORK
    while True:
        pass
