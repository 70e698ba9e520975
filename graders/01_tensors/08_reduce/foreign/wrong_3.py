"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torch.nn import functional as F
from torchdojo.grading import wrong


@wrong(
    "float() turns float64 and bfloat16 into float32 as well: a floating dtype is to stay, only the others become float32.",
    seen="named",
)
def col_mean(x):
    return x.float().mean(dim=0, keepdim=True)


@wrong(
    "pow_ with the underscore squares the caller's table in place: the lengths are right, the data are ruined.",
    seen="caught",
)
def row_norm(x):
    return x.pow_(2).sum(dim=1, keepdim=True).sqrt()


@wrong(
    "Two slips: float32 makes close float64 or large whole numbers equal, and softmax rounds close scores to equal probabilities; either way the first wins, not the largest.",
    seen="named",
)
def argmax_rows(x):
    return torch.softmax(x.float(), dim=1).argmax(dim=1)


@wrong(
    "F.normalize divides by at least 1e-12: rows of zeros stay zeros, but a row of length 1e-15 comes out with length 0.001 instead of 1.",
    seen="named",
)
def normalise_rows(x):
    return F.normalize(x, p=2.0, dim=1)
