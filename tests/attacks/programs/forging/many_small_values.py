"""Sends a message that grows thirty times in the memory of the reader."""


def split_even(t, n):
    raw(b"[" + b"{}," * 20_000_000 + b"0]")


def interleave(a, b):
    return list(range(1_000_000))
