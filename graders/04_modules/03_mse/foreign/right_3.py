"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torch import nn

from torchdojo.grading import right


@right("The targets become a column instead of the column a row.", seen="full marks")
def mse_of_column(column, y, reduction="mean"):
    if reduction not in {"mean", "sum", "none"}:
        raise ValueError(f'reduction must be "mean", "sum" or "none", not {reduction!r}')
    if y.dim() != 1:
        raise ValueError(f"y has the shape {tuple(y.shape)} instead of (N,)")
    if tuple(column.shape) != (y.shape[0], 1):
        raise ValueError(f"column has the shape {tuple(column.shape)} instead of (N, 1)")
    loss = nn.MSELoss(reduction=reduction)(column, y.unsqueeze(1))
    if reduction == "none":
        return torch.flatten(loss)
    return loss
