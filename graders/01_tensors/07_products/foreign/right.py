"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right("Einsum with an ellipsis for the batch.", seen="full marks")
def scores(queries, keys):
    return torch.einsum("...td,...sd->...ts", queries, keys)


@right("tensordot names the two dimensions that are summed; no transposition.", seen="full marks")
def linear(x, weight, bias):
    return torch.tensordot(x, weight, dims=([-1], [1])) + bias


@right("inner sums over the last dimension of both.", seen="full marks")
def gram_rows(x):
    return torch.inner(x, x)
