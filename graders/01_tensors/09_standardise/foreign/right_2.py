"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import right


@right("Computes in float64 and finds constant columns by their extremes.", seen="full marks")
def fit_stats(train):
    exact = train.double()
    mean = exact.sum(dim=0) / len(train)
    std = (exact - mean).square().mean(dim=0).sqrt().to(train.dtype)
    constant = train.amax(dim=0) == train.amin(dim=0)
    return mean.to(train.dtype), std.masked_fill(constant, 1.0)


@right("Column by column, with the numbers of the training set.", seen="full marks")
def standardise(train, test):
    mean, std = fit_stats(train)

    def scaled(table):
        out = torch.empty_like(table)
        for d in range(table.shape[1]):
            out[:, d] = (table[:, d] - mean[d]) / std[d]
        return out

    return scaled(train), scaled(test)
