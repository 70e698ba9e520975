"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "`*` broadcasts: shapes that differ, such as (3, 1) and (3,), give a matrix instead of ValueError.",
    seen="named",
)
def hadamard(a, b):
    return a * b


@wrong(
    "The numbers are right, but the product of shape (..., T, S, D) is written before it is summed: that is the detour the contract forbids.",
    seen="named",
)
def scores(queries, keys):
    return (queries.unsqueeze(-2) * keys.unsqueeze(-3)).sum(dim=-1)


@wrong(
    "addmm takes matrices only: a single example (D,) or a batch of sequences (B, T, D) raises.",
    seen="named",
)
def linear(x, weight, bias):
    return torch.addmm(bias, x, weight.t())


@wrong(
    "A Gram matrix is made of plain dot products; you centre the features first, which gives a covariance.",
    seen="named",
)
def gram_features(x):
    centred = x - x.mean(dim=0, keepdim=True)
    return centred.mT @ centred


@wrong(
    "Two mistakes: you sum over the examples, which is the Gram matrix of the features, and float64 becomes float32.",
    seen="caught",
)
def gram_rows(x):
    x = x.float()
    return torch.einsum("nd,ne->de", x, x)
