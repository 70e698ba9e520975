"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "The mean is over all elements, but you divide by the number of rows only: for a pred of shape (4, 3) the loss is three times too large.",
    seen="named",
)
def mse(pred: torch.Tensor, y: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    if pred.shape != y.shape:
        raise ValueError(f"shapes {tuple(pred.shape)} and {tuple(y.shape)} differ")
    squares = (pred - y) ** 2
    if reduction == "none":
        return squares
    if reduction == "sum":
        return squares.sum()
    if reduction == "mean":
        return squares.sum() / (len(squares) if squares.dim() else 1)
    raise ValueError(f"unknown reduction {reduction!r}")


@wrong(
    "As many elements are not the same shape: (N, 1) and (N,) still broadcast to a table, and an unknown reduction silently becomes a mean.",
    seen="named",
)
def mse(pred: torch.Tensor, y: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    if pred.numel() != y.numel():
        raise ValueError(f"{pred.numel()} predictions for {y.numel()} targets")
    squares = (pred - y).pow(2)
    if reduction == "none":
        return squares
    return squares.sum() if reduction == "sum" else squares.mean()


@wrong(
    "With the targets made a column, `none` returns shape (N, 1), where (N,) is wanted: make the predictions a row of numbers instead.",
    seen="named",
)
def mse_of_column(column: torch.Tensor, y: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    if column.dim() != 2 or column.shape[1] != 1 or y.shape != column.shape[:1] or len(y) == 0:
        raise ValueError(f"expected (N, 1) and (N,), got {tuple(column.shape)}, {tuple(y.shape)}")
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(f"unknown reduction {reduction!r}")
    return nn.MSELoss(reduction=reduction)(column, y.unsqueeze(1))


@wrong(
    "Flattening accepts what should be refused: a column of shape (1, N) or (N,) and targets of shape (N, 1) must raise a ValueError.",
    seen="caught",
)
def mse_of_column(column: torch.Tensor, y: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(f"unknown reduction {reduction!r}")
    column, y = column.flatten(), y.flatten()
    if column.shape != y.shape or len(y) == 0:
        raise ValueError(f"{len(column)} predictions for {len(y)} targets")
    return nn.MSELoss(reduction=reduction)(column, y)


@wrong(
    "nn.MSELoss does not refuse every other reduction: it takes the old name `elementwise_mean` with a mere warning, so check the word yourself.",
    seen="full marks",
    open="Old names that torch still takes, with a warning, are left to torch: the contract says so.",
)
def mse_of_column(column: torch.Tensor, y: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    if column.dim() != 2 or column.shape[1] != 1 or y.shape != column.shape[:1] or len(y) == 0:
        raise ValueError(f"expected (N, 1) and (N,), got {tuple(column.shape)}, {tuple(y.shape)}")
    return nn.MSELoss(reduction=reduction)(column.squeeze(1), y)
