"""Other right ways to write a loss that does not broadcast."""

import torch
from torch import nn

from torchdojo.grading import alternative


@alternative("a table of reductions, the square by a product")
def mse(pred, y, reduction="mean"):
    reduce = {"mean": torch.mean, "sum": torch.sum, "none": lambda squares: squares}
    if reduction not in reduce or pred.size() != y.size():
        raise ValueError("unknown reduction, or shapes that differ")
    difference = pred - y
    return reduce[reduction](difference * difference)


@alternative("the mean as a sum divided by a count")
def mse(pred, y, reduction="mean"):
    if tuple(pred.shape) != tuple(y.shape):
        raise ValueError("shapes differ")
    squares = torch.square(y - pred)
    match reduction:
        case "none":
            return squares
        case "sum":
            return squares.sum()
        case "mean":
            return squares.sum() / squares.numel()
    raise ValueError(reduction)


@alternative("the first column by index, the functional form of torch's loss")
def mse_of_column(column, y, reduction="mean"):
    if column.dim() != 2 or column.shape[1] != 1 or y.shape != column.shape[:1]:
        raise ValueError("shapes")
    return nn.functional.mse_loss(column[:, 0], y, reduction=reduction)


@alternative("flattened")
def mse_of_column(column, y, reduction="mean"):
    if y.dim() != 1 or column.shape != (y.shape[0], 1):
        raise ValueError("shapes")
    loss = nn.MSELoss(reduction=reduction)
    return loss(column.flatten(), y)


@alternative("the targets as a column, the extra dimension dropped from the result")
def mse_of_column(column, y, reduction="mean"):
    if column.shape != (len(y), 1) or y.ndim != 1:
        raise ValueError("shapes")
    result = nn.MSELoss(reduction=reduction)(column, y[:, None])
    return result[:, 0] if reduction == "none" else result
