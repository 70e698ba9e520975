"""Starts children that stop themselves and each other, and one that stops its parent."""

# seconds = 2

import os
import signal


def interleave(a, b):
    parent = os.getpid()
    for _ in range(30):
        if os.fork() == 0:
            os.kill(os.getpid(), signal.SIGSTOP)
            os._exit(0)
    if os.fork() == 0:
        os.kill(parent, signal.SIGSTOP)
        os._exit(0)
    while True:
        signal.pause()
