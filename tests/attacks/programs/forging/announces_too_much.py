"""Announces a message of 2**60 bytes, or sends half of one and waits."""

# seconds = 2

import os
import struct
import time


def split_even(t, n):
    os.write(3, struct.pack("!IQ", 2**32 - 1, 2**60))


def interleave(a, b):
    os.write(3, struct.pack("!IQ", 100, 0) + b"half")
    time.sleep(60)
