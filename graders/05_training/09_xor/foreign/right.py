"""Right answers by people who had seen the exercise alone."""

import statistics
import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Walks over the four corners instead of building the table of logits, and counts for all lines at once.",
    seen="full marks",
)
def most_right(weights, biases):
    counts = torch.zeros(len(biases), dtype=torch.int64)
    for corner, label in zip(*corners(), strict=True):
        says_one = torch.mv(weights, corner) + biases > 0
        counts += says_one if label == 1 else ~says_one
    return counts.max().item()


@right(
    "Computes the loss of the line with weights 0 and bias 0 by torch's own function.",
    seen="full marks",
)
def linear_floor():
    x, y = corners()
    logits = x @ torch.zeros(2, dtype=x.dtype)
    return nn.functional.binary_cross_entropy_with_logits(logits, y).item()


@right(
    "A nested function answers for one seed, and statistics.fmean takes the mean of the answers.",
    seen="full marks",
)
def share_solved(hidden, seeds, learn):
    def works(seed):
        torch.manual_seed(seed)
        net = make_net(hidden)
        learn(net)
        return solves(net)

    return statistics.fmean([float(works(seed)) for seed in seeds])
