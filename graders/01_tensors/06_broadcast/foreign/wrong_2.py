"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "repeat writes the row N times into memory; broadcasting does the same without a copy.",
    seen="named",
)
def add_row(x, row):
    if row.shape != (x.shape[1],):
        raise ValueError("row must have the shape (D,)")
    return x + row.repeat(x.shape[0], 1)


@wrong(
    "A column of shape (1,) is stretched over all rows instead of being refused; compare its length with N.",
    seen="named",
)
def add_col(x, col):
    if col.dim() != 1:
        raise ValueError("col must be a vector")
    return (x.T + col).T


@wrong(
    "The sign is turned round: element [i, j] must be a[i] - b[j], yours is b[j] - a[i].",
    seen="named",
)
def pairwise_diff(a, b):
    if a.shape[1] != b.shape[1]:
        raise ValueError("different numbers of features")
    return b[None, :, :] - a[:, None, :]


@wrong(
    "One feature against three broadcasts without complaint, and the other mismatches raise RuntimeError; the contract asks for ValueError.",
    seen="named",
)
def pairwise_diff(a, b):
    return a.unsqueeze(1) - b.unsqueeze(0)


@wrong(
    "Two mistakes: with N = 1 squeeze() returns (), and predictions (N, K) or (1, 1) are stretched instead of refused.",
    seen="named",
)
def residuals(predictions, targets):
    return (predictions - targets.unsqueeze(1)).squeeze()
