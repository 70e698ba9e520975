"""Answers with the largest texts that are taken, and raises errors with them."""

# seconds = 4


def interleave(a, b):
    return "\u202e" * 1_000_000


def split_even(t, n):
    raise type("\x1b[2J" * 50, (ValueError,), {})("\n" * 10**6)
