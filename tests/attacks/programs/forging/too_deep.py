"""Sends JSON that is nested a million levels deep, and values nested just too deep."""


def split_even(t, n):
    raw(b"[" * 1_000_000)


def split_sizes(t, sizes):
    raw(b'["list",' * 1000 + b"1" + b"]" * 1000)


def interleave(a, b):
    value = 0
    for _ in range(60):
        value = [value]
    return value
