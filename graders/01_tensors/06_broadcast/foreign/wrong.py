"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "torch complains only where broadcasting is impossible: a row of shape (1,), a number, or a column slips through.",
    seen="named",
)
def add_row(x, row):
    try:
        return x + row
    except RuntimeError as error:
        raise ValueError("row does not fit x") from error


@wrong(
    "The number of elements says nothing about the shape: a row (1, D) or (D, 1) must be refused too.",
    seen="caught",
)
def add_row(x, row):
    if row.numel() != x.shape[1]:
        raise ValueError("row must have one number per column")
    return x + row.reshape(-1)


@wrong(
    "`repeat` writes D copies of the column that broadcasting only imagines: use `col[:, None]`.",
    seen="named",
)
def add_col(x, col):
    if col.shape != x.shape[:1]:
        raise ValueError("col must have the shape (N,)")
    return x + col.repeat(x.shape[1], 1).T


@wrong(
    "Only the length of `col` is checked, so (N, 1), or even a whole table (N, D), is added instead of refused.",
    seen="caught",
)
def add_col(x, col):
    if col.ndim == 0 or len(col) != len(x):
        raise ValueError("col must have the shape (N,)")
    if col.ndim == 1:
        col = col.unsqueeze(1)
    return x + col


@wrong(
    "A Python loop over the rows of `b`: the number of operations grows with the data (and an empty `b` can't be stacked).",
    seen="caught",
)
def pairwise_diff(a, b):
    if a.shape[1] != b.shape[1]:
        raise ValueError("a and b must have the same number of features")
    return torch.stack([a - row for row in b], dim=1)


@wrong(
    "With one feature on one side and three on the other torch does not raise: it stretches the one, and nothing is refused.",
    seen="named",
)
def pairwise_diff(a, b):
    try:
        return a.unsqueeze(1) - b.unsqueeze(0)
    except RuntimeError as error:
        raise ValueError("a and b must have the same number of features") from error


@wrong(
    "Equal numbers of elements are no check of the shapes: targets (N, 1), or predictions (N,) or (1, N), pass.",
    seen="caught",
)
def residuals(predictions, targets):
    if predictions.numel() != targets.numel():
        raise ValueError("one target per prediction, please")
    return predictions.flatten() - targets.flatten()


@wrong(
    "`squeeze()` turns predictions (1, 1) into a number of shape (), so a batch with one example is refused.",
    seen="caught",
)
def residuals(predictions, targets):
    flat = predictions.squeeze()
    if predictions.ndim != 2 or flat.shape != targets.shape:
        raise ValueError("predictions must be (N, 1) and targets (N,)")
    return flat - targets
