"""Prints without end from several processes at once."""

# seconds = 2

import os


def interleave(a, b):
    for _ in range(3):
        if os.fork() == 0:
            break
    while True:
        os.write(1, b"spam " * 13000)
