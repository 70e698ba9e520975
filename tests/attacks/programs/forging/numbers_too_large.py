"""Sends whole numbers of thousands of digits, infinities, and halves of surrogate pairs."""


def split_even(t, n):
    return 10**4200


def split_sizes(t, sizes):
    return [10**300, float("inf"), "\ud800"]


def interleave(a, b):
    raw(b'["list",' + b"9" * 5000 + b"]")
