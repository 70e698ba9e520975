"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right("Adds it as a row to the transposed table, and turns the result back.", seen="full marks")
def add_col(x, col):
    if col.shape != x.shape[:1]:
        raise ValueError(f"col must have the shape ({x.shape[0]},), not {tuple(col.shape)}")
    return (x.mT + col).mT


@right(
    "Puts the features in front, where they need no stretching, and permutes at the end.",
    seen="full marks",
)
def pairwise_diff(a, b):
    if a.shape[-1] != b.shape[-1]:
        raise ValueError(f"{a.shape[-1]} features cannot be compared with {b.shape[-1]}")
    return (a.T[:, :, None] - b.T[:, None, :]).permute(1, 2, 0)


@right(
    "Selects the only column of the predictions, after one comparison of shapes.", seen="full marks"
)
def residuals(predictions, targets):
    if targets.dim() != 1 or tuple(predictions.shape) != (len(targets), 1):
        raise ValueError("predictions must be (N, 1) and targets (N,)")
    return torch.sub(predictions.select(1, 0), targets)
