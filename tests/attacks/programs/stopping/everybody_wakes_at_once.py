"""Keeps two hundred processes that wake at the same time, so that each waits for the others and the tree looks starved."""

# seconds = 2

import os
import time


def interleave(a, b):
    for _ in range(200):
        try:
            if os.fork() == 0:
                while True:
                    time.sleep(0.05 - time.monotonic() % 0.05)
        except OSError:
            break
    time.sleep(10_000)
