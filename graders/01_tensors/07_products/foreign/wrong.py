"""Wrong answers by people who had seen the exercise alone."""

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "Equal numbers of elements are not equal shapes: (4, 1) times (1, 4) is broadcast to (4, 4) instead of refused.",
    seen="caught",
)
def hadamard(a, b):
    if a.numel() != b.numel():
        raise ValueError("a and b must have the same shape")
    return a * b


@wrong(
    "`inner` pairs every batch entry with every other: right for matrices, but (B, T, B, S) for batches.",
    seen="caught",
)
def scores(queries, keys):
    return torch.inner(queries, keys)


@wrong(
    "The product before the sum has T times S times D numbers, much more than factors and result: `@` never writes them.",
    seen="named",
)
def scores(queries, keys):
    return (queries.unsqueeze(-2) * keys.unsqueeze(-3)).sum(dim=-1)


@wrong(
    "`x.mT` needs two dimensions: a single example of shape (D,) is allowed, and raises here.",
    seen="caught",
)
def linear(x, weight, bias):
    return (weight @ x.mT).mT + bias


@wrong(
    "A new `nn.Linear` has float32 parameters: float64 weights lose digits in it, and a float64 `x` is refused.",
    seen="caught",
)
def linear(x, weight, bias):
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    with torch.no_grad():
        layer.weight.copy_(weight)
        layer.bias.copy_(bias)
    return layer(x)


@wrong(
    "The upper triangle and its mirror image both hold the diagonal: the product of each example with itself counts twice.",
    seen="caught",
)
def gram_rows(x):
    upper = torch.triu(x @ x.T)
    return upper + upper.T


@wrong(
    "From lengths and distances the product is a difference of large numbers: with a long row beside a short one all its digits cancel.",
    seen="full marks",
)
def gram_rows(x):
    squares = (x * x).sum(dim=1)
    distances = torch.cdist(x, x) ** 2
    return (squares[:, None] + squares[None, :] - distances) / 2


@wrong(
    "Centring first makes it a covariance: the Gram matrix holds the dot products of the features as they are.",
    seen="caught",
)
def gram_features(x):
    centred = x - x.mean(dim=0, keepdim=True)
    return centred.T @ centred
