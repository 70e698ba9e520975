"""Sends a dictionary whose thousands of keys all have one hash."""


def interleave(a, b):
    return {k * (2**61 - 1): None for k in range(60_000)}
