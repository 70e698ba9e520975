"""Sends its answer one byte at a time, always just before patience ends."""

# seconds = 2

import os
import time


def interleave(a, b):
    while True:
        os.write(3, b"\x00")
        time.sleep(0.3)
