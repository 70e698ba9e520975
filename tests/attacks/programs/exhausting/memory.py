"""Allocates tensors until there is no memory left."""

import torch


def interleave(a, b):
    return [torch.ones(2**26) for _ in range(100)]
