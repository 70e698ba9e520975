"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "Mean of squares minus square of the mean cancels: with values around 250000 and a small spread, std is noise or NaN.",
    seen="named",
)
def fit_stats(train):
    mean = train.mean(dim=0)
    std = ((train * train).mean(dim=0) - mean * mean).sqrt()
    constant = (train == train[0]).all(dim=0)
    return mean, torch.where(constant, torch.ones_like(std), std)


@wrong(
    "Only the first and last row are compared: a column that merely ends where it began counts as constant and gets std 1.",
    seen="full marks",
)
def fit_stats(train):
    mean = train.mean(dim=0)
    std = train.std(dim=0, correction=0)
    std[train[0] == train[-1]] = 1.0
    return mean, std


@wrong(
    "`std` divides by N - 1 unless told otherwise (`correction=0`); the contract divides by N.",
    seen="named",
)
def fit_stats(train):
    constant = train.amax(dim=0) == train.amin(dim=0)
    return train.mean(dim=0), train.std(dim=0).masked_fill(constant, 1.0)


@wrong(
    "A small deviation is not a constant column: values like 1e-7 and 3e-7 differ, and their true std must be returned, not 1.",
    seen="full marks",
)
def fit_stats(train):
    std, mean = torch.std_mean(train, dim=0, correction=0)
    return mean, torch.where(std < 1e-6, torch.ones_like(std), std)


@wrong(
    "`reshape(-1, D)` accepts every multiple: `x` with 6 columns and statistics of 3 should be a ValueError, not twice as many rows.",
    seen="full marks",
)
def apply(x, mean, std):
    try:
        rows = x.reshape(-1, mean.shape[0])
    except RuntimeError as error:
        raise ValueError("the last dimension of x does not fit the statistics") from error
    return ((rows - mean) / std).reshape(x.shape)


@wrong(
    "`shape[1]` is the last dimension of tables only: one example (D,) or a batch (B, T, D) is refused or fails.",
    seen="caught",
)
def apply(x, mean, std):
    if x.shape[1] != mean.shape[0]:
        raise ValueError("x must have one column per feature")
    return (x - mean) / std


@wrong(
    "The test rows take part in the statistics and leak into the training: fit on `train` alone.",
    seen="named",
)
def standardise(train, test):
    mean, std = fit_stats(torch.cat([train, test]))
    return apply(train, mean, std), apply(test, mean, std)


@wrong(
    "Round brackets around a `for` make a generator, not a pair: it can't be indexed, and can be read only once.",
    seen="caught",
)
def standardise(train, test):
    mean, std = fit_stats(train)
    return (apply(x, mean, std) for x in (train, test))
