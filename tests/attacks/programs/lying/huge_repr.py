"""Returns an object whose repr is a gigabyte, and raises an error with such a message."""

# earns = 1


class _Long:
    def __repr__(self):
        return "x" * 10**9

    __str__ = __repr__


def split_even(t, n):
    return [_Long()]


def split_sizes(t, sizes):
    raise ValueError("y" * 10**8)


def interleave(a, b):
    raise RuntimeError(_Long())
