"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "Only the last size of the row is checked: a row of shape (1, D) or a whole table (N, D) is added without complaint.",
    seen="named",
)
def add_row(x, row):
    if row.dim() == 0 or row.shape[-1] != x.shape[1]:
        raise ValueError("the row must have one number for each column")
    return x + row


@wrong(
    "Two slips: `+=` adds to the caller's own tensor, and len(col) alone lets a col of shape (N, 1) through.",
    seen="caught",
)
def add_col(x, col):
    if len(col) != len(x):
        raise ValueError("col must have one number for each row")
    x += col.reshape(-1, 1)
    return x


@wrong(
    "Waiting for torch's error is not enough: one feature against three broadcasts without an error, where ValueError is asked for.",
    seen="named",
)
def pairwise_diff(a, b):
    try:
        return a.unsqueeze(1) - b.unsqueeze(0)
    except RuntimeError as error:
        raise ValueError("different numbers of features") from error


@wrong(
    "Comparing the numbers of elements lets other shapes pass: predictions (N,) or (1, N), or targets (N, 1), must be refused, not flattened.",
    seen="named",
)
def residuals(predictions, targets):
    if predictions.numel() != targets.numel():
        raise ValueError("predictions and targets must have the same length")
    return predictions.reshape(-1) - targets.reshape(-1)
