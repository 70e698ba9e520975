"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import right


@right(
    "Treats each column for itself, and asks first whether all of its values equal the first one.",
    seen="full marks",
)
def fit_stats(train):
    mean = train.new_zeros(train.shape[1])
    std = train.new_ones(train.shape[1])
    for j in range(train.shape[1]):
        column = train[:, j].clone()
        mean[j] = column.mean()
        if not torch.equal(column, column[0].expand(len(column))):
            distances = column - column.mean()
            std[j] = (distances.square().sum() / len(column)).sqrt()
    return mean, std
