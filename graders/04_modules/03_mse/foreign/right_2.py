"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn

from torchdojo.grading import right


@right("A table of functions for the last step.", seen="full marks")
def mse(pred: torch.Tensor, y: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    finish = {"mean": torch.mean, "sum": torch.sum, "none": lambda squares: squares}
    if reduction not in finish:
        raise ValueError(f"reduction must be one of {sorted(finish)}, not {reduction!r}")
    if list(pred.size()) != list(y.size()):
        raise ValueError(f"pred is {list(pred.size())}, y is {list(y.size())}")
    difference = torch.sub(pred, y)
    return finish[reduction](torch.mul(difference, difference))


@right("Always asks nn.MSELoss for the single losses and reduces them by hand.", seen="full marks")
def mse_of_column(column: torch.Tensor, y: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    n = y.numel()
    if n < 1 or tuple(y.shape) != (n,) or tuple(column.shape) != (n, 1):
        raise ValueError(f"{tuple(column.shape)} and {tuple(y.shape)} are not (N, 1) and (N,)")
    each = nn.MSELoss(reduction="none")(column[:, 0], y)
    match reduction:
        case "none":
            return each
        case "sum":
            return each.sum()
        case "mean":
            return each.sum() / n
        case _:
            raise ValueError(f"unknown reduction {reduction!r}")
