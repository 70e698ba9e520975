"""Prints for ever into an output that it then leaves to its children, and closes its own."""

# seconds = 2

import os


def interleave(a, b):
    if os.fork() == 0:
        while True:
            os.write(1, b"\0" * 65536)
    os.close(1)
    os.close(2)
    return a
