"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "Equal numbers of elements are not equal shapes: a column (N, 1) and targets (N,) are flattened and accepted instead of refused.",
    seen="named",
)
def mse(pred, y, reduction="mean"):
    if pred.numel() != y.numel():
        raise ValueError("pred and y differ in shape")
    squares = (pred - y.reshape(pred.shape)) ** 2
    if reduction == "mean":
        return squares.mean()
    if reduction == "sum":
        return squares.sum()
    if reduction == "none":
        return squares
    raise ValueError(f"unknown reduction {reduction}")


@wrong(
    'The sum is divided by the number of rows, not of elements, which differs from the mean for (N, D); and an unknown reduction is taken for "none".',
    seen="named",
)
def mse(pred, y, reduction="mean"):
    if pred.shape != y.shape:
        raise ValueError(f"shapes differ: {tuple(pred.shape)} and {tuple(y.shape)}")
    squares = (pred - y).square()
    if reduction == "mean":
        return squares.sum() / (len(pred) if pred.dim() else 1)
    if reduction == "sum":
        return squares.sum()
    return squares


@wrong(
    '`squeeze()` removes the batch, too, if it holds one example: with "none" the loss has the shape () instead of (1,).',
    seen="named",
)
def mse_of_column(column, y, reduction="mean"):
    if y.dim() != 1 or column.shape != (len(y), 1):
        raise ValueError("expected shapes (N, 1) and (N,)")
    return nn.MSELoss(reduction=reduction)(column.squeeze(), y.squeeze())


@wrong(
    "Only the column is checked: targets that are a column as well pass, and (N,) against (N, 1) is broadcast to an N x N table.",
    seen="caught",
)
def mse_of_column(column, y, reduction="mean"):
    if column.ndim != 2 or column.shape[1] != 1 or column.shape[0] != y.shape[0]:
        raise ValueError("column must be (N, 1), with as many rows as y")
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(f"unknown reduction {reduction!r}")
    return nn.MSELoss(reduction=reduction)(column[:, 0], y)
