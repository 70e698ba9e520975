"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
import torch.nn.functional as F
from torchdojo.grading import wrong


@wrong(
    "float() is right for whole numbers, but a float64 table comes out as float32: a floating dtype must stay.",
    seen="named",
)
def col_mean(x):
    return x.float().mean(dim=0, keepdim=True)


@wrong(
    "That is the root of the mean of squares; the length is the root of their sum, larger by the root of D.",
    seen="named",
)
def row_norm(x):
    return x.square().mean(dim=1, keepdim=True).sqrt()


@wrong(
    "softmax keeps the order only on paper: logits that differ by less than its precision become equal and the first one wins, and whole numbers raise.",
    seen="full marks",
)
def argmax_rows(x):
    return x.softmax(dim=1).argmax(dim=1)


@wrong(
    "F.normalize divides by at least 1e-12, so a row of length 1e-15 does not come out with length 1.",
    seen="named",
)
def normalise_rows(x):
    return F.normalize(x, dim=1)


@wrong(
    "Two mistakes: rows shorter than 1e-6 are taken for zeros and not scaled, and float64 becomes float32.",
    seen="caught",
)
def normalise_rows(x):
    x = x.to(torch.float32)
    length = x.norm(dim=1, keepdim=True)
    length = torch.where(length < 1e-6, torch.ones_like(length), length)
    return x / length
