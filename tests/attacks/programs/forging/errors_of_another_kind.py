"""Names as the nearest built-in error what is none, and as frames and messages what is too long."""


def split_even(t, n):
    forge(raised(nearest="ValueError" + str(float(t.sum()))))


def split_sizes(t, sizes):
    forge(raised(nearest="int", frames=("x" * 100_000,) * 3))


def interleave(a, b):
    forge(raised(message="m" * 1_000_000, kind="\ud800"))
