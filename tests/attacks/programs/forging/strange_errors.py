"""Answers with errors whose fields are tensors, which have no truth value, or are too long."""


def split_even(t, n):
    forge(raised(loading=torch.zeros(3), absent=torch.zeros(3), signature=torch.zeros(3)))


def split_sizes(t, sizes):
    forge(raised(absent=torch.zeros(2), suggestion=torch.zeros(2), blame=torch.zeros(2)))


def interleave(a, b):
    forge(raised(frames=("line 1, in x: y",) * 100_000))
