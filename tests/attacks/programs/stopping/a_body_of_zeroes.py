"""Sends an answer whose tensors are sixty megabytes of nothing."""

# seconds = 4


def interleave(a, b):
    raw(b"null", bytes(60 * 2**20))
