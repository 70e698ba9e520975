"""Returns meta, sparse, complex and quantised tensors in place of dense ones."""

import torch


def split_even(t, n):
    return [torch.empty(2, 3, device="meta")] * n


def split_sizes(t, sizes):
    return [piece.to_sparse() for piece in t.split(sizes)]


def interleave(a, b):
    return torch.cat([a, b]).to(torch.complex64)
