"""Right answers by people who had seen the exercise alone."""

import torch
from torch import nn
from torch.nn import functional as F

from torchdojo.grading import right


@right("Looks the reduction up in a table of functions.", seen="full marks")
def mse(pred, y, reduction="mean"):
    reduce = {"mean": torch.mean, "sum": torch.sum, "none": lambda t: t}.get(reduction)
    if reduce is None:
        raise ValueError(f"unknown reduction {reduction!r}")
    if list(pred.size()) != list(y.size()):
        raise ValueError(f"shapes {tuple(pred.shape)} and {tuple(y.shape)} differ")
    diff = torch.sub(pred, y)
    return reduce(torch.mul(diff, diff))


@right(
    "Squares torch's absolute differences, and checks the reduction by match.", seen="full marks"
)
def mse(pred, y, reduction="mean"):
    if pred.shape != y.shape:
        raise ValueError("pred and y must have the same shape")
    squares = F.l1_loss(pred, y, reduction="none").square()
    match reduction:
        case "mean":
            return squares.mean()
        case "sum":
            return squares.sum()
        case "none":
            return squares
        case _:
            raise ValueError("reduction must be mean, sum or none")


@right(
    "Flattens the column, compares whole shapes, and refuses an empty batch too.", seen="full marks"
)
def mse_of_column(column, y, reduction="mean"):
    n = y.numel()
    if n == 0 or tuple(column.shape) != (n, 1) or tuple(y.shape) != (n,):
        raise ValueError(
            f"expected (N, 1) and (N,), got {tuple(column.shape)} and {tuple(y.shape)}"
        )
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(f"unknown reduction {reduction!r}")
    losses = nn.MSELoss(reduction="none")(column.flatten(), y)
    return losses if reduction == "none" else getattr(torch, reduction)(losses)
