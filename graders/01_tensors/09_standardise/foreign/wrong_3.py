"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "A threshold is no test for equal values: a column that varies by 1e-8 gets the deviation 1 and is hardly scaled at all.",
    seen="named",
)
def fit_stats(train):
    mean = train.mean(dim=0)
    std = train.std(dim=0, correction=0)
    return mean, torch.where(std < 1e-6, torch.ones_like(std), std)


@wrong(
    "The mean of squares minus the square of the mean cancels almost all digits where the mean is large beside the deviation: for values around 1e6 float32 leaves noise.",
    seen="named",
)
def fit_stats(train):
    mean = train.mean(dim=0)
    variance = (train * train).mean(dim=0) - mean * mean
    std = variance.clamp(min=0).sqrt()
    constant = (train == train[0]).all(dim=0)
    return mean, torch.where(constant, torch.ones_like(std), std)


@wrong(
    "Two slips: adding 1e-8 changes the result where the deviation itself is that small, and x of one column broadcasts against D features instead of raising ValueError.",
    seen="named",
)
def apply(x, mean, std):
    try:
        return (x - mean) / (std + 1e-8)
    except RuntimeError as error:
        raise ValueError("x has another number of features") from error


@wrong(
    "The statistics are those of train and test together, so the test data leak into the training: they belong to train alone.",
    seen="named",
)
def standardise(train, test):
    mean, std = fit_stats(torch.cat([train, test]))
    return apply(train, mean, std), apply(test, mean, std)
