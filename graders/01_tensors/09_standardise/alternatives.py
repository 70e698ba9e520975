"""Other right ways to standardise."""

import torch

from torchdojo.grading import alternative


@alternative("var_mean, and a mask of the columns whose smallest and largest value are the same")
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    var, mean = torch.var_mean(train, dim=0, correction=0)
    std = var.sqrt()
    std[train.amin(dim=0) == train.amax(dim=0)] = 1.0
    return mean, std


@alternative("the formula by hand, column by column")
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    means, stds = [], []
    for column in train.unbind(dim=1):
        mean = column.sum() / len(column)
        std = ((column - mean) ** 2).mean().sqrt()
        means.append(mean)
        stds.append(std if column.unique().numel() > 1 else torch.ones_like(std))
    return torch.stack(means), torch.stack(stds)


@alternative("torch's own deviation compared with 0, which is exact for equal values")
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    std = torch.std(train, 0, unbiased=False)
    return torch.mean(train, 0), std.masked_fill(std == 0, 1.0)


@alternative("a copy that is changed in place, the error left to a shape comparison")
def apply(x: torch.Tensor, mean: torch.Tensor, std: torch.Tensor) -> torch.Tensor:
    if x.size(-1) != mean.numel() or x.size(-1) != std.numel():
        raise ValueError("the statistics do not belong to these features")
    return x.clone().sub_(mean).div_(std)


@alternative("both tables at once, cut apart again afterwards")
def standardise(train: torch.Tensor, test: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    mean, std = fit_stats(train)
    both = apply(torch.cat([train, test]), mean, std)
    return both[: len(train)], both[len(train) :]
