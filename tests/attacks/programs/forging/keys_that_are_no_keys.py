"""Uses as keys what has no hash, what is there twice, and texts of a million letters."""


def split_even(t, n):
    raw(b'["dict",["list",1],2]')


def split_sizes(t, sizes):
    raw(b'["dict","a",1,"a",2]')


def interleave(a, b):
    return {"k" * 1_000_000: 1, ("k",) * 1000: 2, float("nan"): 3}
