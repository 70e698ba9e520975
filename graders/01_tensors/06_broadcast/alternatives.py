"""Other right ways to broadcast."""

import torch

from torchdojo.grading import alternative


@alternative("expand, which stretches without copying")
def add_row(x: torch.Tensor, row: torch.Tensor) -> torch.Tensor:
    if row.dim() != 1 or len(row) != x.shape[1]:
        raise ValueError("the row does not fit")
    return torch.add(row.expand_as(x), x)


@alternative("unsqueeze, expand and an addition into a copy of x")
def add_col(x: torch.Tensor, col: torch.Tensor) -> torch.Tensor:
    if col.dim() != 1 or col.numel() != x.size(0):
        raise ValueError("the column does not fit")
    return x.clone().add_(col.unsqueeze(-1).expand_as(x))


@alternative("the matrix turned on its side, where the column is a row")
def add_col(x: torch.Tensor, col: torch.Tensor) -> torch.Tensor:
    if tuple(col.shape) != (len(x),):
        raise ValueError("the column does not fit")
    return (x.T + col).T


@alternative("both dimensions inserted by name")
def pairwise_diff(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.size(-1) != b.size(-1):
        raise ValueError("the features differ")
    return torch.sub(a.unsqueeze(1), b.unsqueeze(0))


@alternative("vmap over the rows of a")
def pairwise_diff(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.shape[1:] != b.shape[1:]:
        raise ValueError("the features differ")
    return torch.vmap(lambda row: row - b)(a)


@alternative("the first column of the predictions")
def residuals(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if targets.ndim != 1 or tuple(predictions.shape) != (*targets.shape, 1):
        raise ValueError("the shapes do not fit")
    return predictions[:, 0] - targets


@alternative("the targets as a column, the result flattened")
def residuals(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if targets.dim() != 1 or list(predictions.shape) != [targets.numel(), 1]:
        raise ValueError("the shapes do not fit")
    return (predictions - targets.reshape(-1, 1)).reshape(-1)
