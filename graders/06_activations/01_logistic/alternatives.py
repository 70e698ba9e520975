"""Other right ways to write the net input and the logistic function."""

import torch

from torchdojo.grading import alternative


@alternative("a column of ones")
def net_input(x, w):
    ones = torch.ones(len(x), 1, dtype=x.dtype, device=x.device)
    if w.dim() != 1 or len(w) != x.shape[1] + 1:
        raise ValueError("weights")
    return torch.cat([ones, x], dim=1) @ w


@alternative("an elementwise product, summed")
def net_input(x, w):
    if tuple(w.shape) != (x.size(1) + 1,):
        raise ValueError("weights")
    bias, *_ = w
    return (x * w[1:]).sum(dim=1) + bias


@alternative("two forms, each with a power of its own, its input masked first")
def sigmoid(z):
    up = torch.exp(z.masked_fill(z > 0, 0.0))
    down = torch.exp(-z.masked_fill(z < 0, 0.0))
    return torch.where(z < 0, up / (1 + up), 1 / (1 + down))


@alternative("through a logarithm that cannot overflow")
def sigmoid(z):
    return torch.exp(-torch.logaddexp(torch.zeros_like(z), -z))


@alternative("masks, filled one after the other")
def sigmoid(z):
    result = torch.empty_like(z)
    right = z >= 0
    result[right] = 1 / (1 + torch.exp(-z[right]))
    power = torch.exp(z[~right])
    result[~right] = power / (1 + power)
    return result
