"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "torch.std divides by N - 1 unless you ask for correction=0; on small tables the difference is large.",
    seen="named",
)
def fit_stats(train):
    constant = (train == train[0]).all(dim=0)
    std = torch.where(constant, torch.ones_like(train[0]), train.std(dim=0))
    return train.mean(dim=0), std


@wrong(
    "A threshold is no test for equal values: a column that varies on the scale of 1e-8 is not constant, but gets a deviation of 1.",
    seen="named",
)
def fit_stats(train):
    mean = train.mean(dim=0)
    std = ((train - mean) ** 2).mean(dim=0).sqrt()
    return mean, torch.where(std < 1e-6, torch.ones_like(std), std)


@wrong(
    "Broadcasting stretches an x of one column, or raises RuntimeError; a last dimension that is not D must give ValueError.",
    seen="named",
)
def apply(x, mean, std):
    return (x - mean) / std


@wrong(
    "Two mistakes: you standardise the caller's tensor in place, and you refuse every x that is not a table although (..., D) is allowed.",
    seen="named",
)
def apply(x, mean, std):
    if x.dim() != 2 or x.shape[1] != mean.shape[0]:
        raise ValueError("x must have the shape (N, D)")
    x -= mean
    x /= std
    return x


@wrong(
    "The test set is standardised by its own statistics: it must go through those of the training set.",
    seen="named",
)
def standardise(train, test):
    return apply(train, *fit_stats(train)), apply(test, *fit_stats(test))
