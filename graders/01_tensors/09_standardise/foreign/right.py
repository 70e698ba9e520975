"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right(
    "Two passes in float64; a column is constant if no row differs from the one before.",
    seen="full marks",
)
def fit_stats(train):
    exact = train.to(torch.float64)
    mean = exact.mean(dim=0)
    std = (exact - mean).square().mean(dim=0).sqrt()
    constant = (train[1:] == train[:-1]).all(dim=0)
    return mean.to(train.dtype), std.to(train.dtype).masked_fill(constant, 1.0)


@right("A fresh difference, divided in place; shapes are compared as a whole.", seen="full marks")
def apply(x, mean, std):
    if x.shape[-1:] != mean.shape:
        raise ValueError(
            f"{tuple(x.shape)} does not end with the {tuple(mean.shape)} of the statistics"
        )
    result = torch.sub(x, mean)
    result.div_(std)
    return result


@right("Maps one nested function over both tensors.", seen="full marks")
def standardise(train, test):
    stats = fit_stats(train)

    def scale(x):
        return apply(x, *stats)

    return tuple(map(scale, (train, test)))
