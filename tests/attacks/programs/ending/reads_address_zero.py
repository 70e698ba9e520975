"""Crashes the interpreter by reading address 0."""

import ctypes


def split_even(t, n):
    ctypes.string_at(0)


split_sizes = interleave = split_even
