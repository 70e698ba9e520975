"""Sends a list of as many values as its text may hold commas, all of them texts or numbers of many digits."""

# seconds = 4


def interleave(a, b):
    raw(b'["list"' + b',"a"' * 1_590_000 + b"]")


def split_even(t, n):
    raw(b'["list"' + (b"," + b"9" * 300) * 20_000 + b"]")


def split_sizes(t, sizes):
    raw(b'["list"' + (b",1e-" + b"9" * 290) * 20_000 + b"]")
