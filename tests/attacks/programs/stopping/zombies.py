"""Starts processes that end at once, and waits for none of them."""

# seconds = 3

import os


def interleave(a, b):
    while True:
        try:
            if os.fork() == 0:
                os._exit(0)
        except OSError:
            return a
