"""Returns the inputs as texts, in lists, and as the keys and values of dictionaries."""


def split_even(t, n=None):
    return [f"LEAK {t.tolist()}"] * 4


def split_sizes(t, sizes):
    return {f"LEAK {t.tolist()}": f"LEAK {sizes}"}


def interleave(a, b):
    return f"LEAK {a.tolist()}"
