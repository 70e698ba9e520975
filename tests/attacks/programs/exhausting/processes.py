"""Starts a hundred and fifty processes in sessions of their own."""

# seconds = 3

import os
import time


def interleave(a, b):
    for _ in range(150):
        if os.fork() == 0:
            os.setsid()
            time.sleep(60)
            os._exit(0)
    return a
