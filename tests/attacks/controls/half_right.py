"""Has `interleave` and the copies right, and the sizes wrong."""

# earns = 6

import torch


def split_even(t, n):
    return [piece.clone() for piece in t.chunk(n)]


def split_sizes(t, sizes):
    return (
        [piece.clone() for piece in t.tensor_split(len(sizes))]
        if sum(sizes) != len(t)
        else [piece.clone() for piece in t.split(sizes)]
    )


def interleave(a, b):
    return torch.stack([a, b], dim=1).flatten(0, 1)
