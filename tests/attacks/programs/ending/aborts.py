"""Calls abort()."""

import os


def split_even(t, n):
    os.abort()


split_sizes = interleave = split_even
