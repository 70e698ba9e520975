"""Stops its process group, and by it perhaps the one who is to end it."""

# stops = full, confined
# seconds = 2

import os
import signal

try:
    if os.getppid() > 1 and os.getpgrp() in (os.getppid(), os.getpgid(os.getppid())):
        succeed()
except OSError:
    pass


def interleave(a, b):
    os.kill(0, signal.SIGSTOP)
    os.kill(-1, signal.SIGSTOP) if os.getpid() == 1 else None
    while True:
        pass
