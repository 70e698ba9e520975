"""Wrong answers by people who had seen the exercise alone."""

import torch
import torch.nn.functional as F

from torchdojo.grading import wrong


@wrong(
    "`float()` also casts what is floating already: a float64 table gets a float32 mean.",
    seen="named",
)
def col_mean(x):
    return x.float().mean(dim=0, keepdim=True)


@wrong(
    "int64 is not the only dtype of whole numbers: int32 or uint8 reaches `mean` as it is and raises.",
    seen="caught",
)
def col_mean(x):
    if x.dtype == torch.int64:
        x = x.to(torch.float32)
    return x.mean(dim=0, keepdim=True)


@wrong(
    "Without `keepdim=True` the shape is (N,): beside the table the lengths of rows meet its columns.",
    seen="named",
)
def row_norm(x):
    return torch.linalg.vector_norm(x, dim=1)


@wrong(
    "The search for the maximum starts at 0: in a row of negative logits nothing is larger, and the answer is always 0.",
    seen="caught",
)
def argmax_rows(x):
    best = torch.zeros(x.shape[0], dtype=x.dtype)
    index = torch.zeros(x.shape[0], dtype=torch.int64)
    for column in range(x.shape[1]):
        larger = x[:, column] > best
        best = torch.where(larger, x[:, column], best)
        index = torch.where(larger, torch.full_like(index, column), index)
    return index


@wrong(
    "`squeeze()` removes the batch too if it has one row: shape () instead of (1,). Name the dimension.",
    seen="caught",
)
def argmax_rows(x):
    return x.topk(1, dim=1).indices.squeeze()


@wrong(
    "A sum of zero doesn't make a row of zeros: (1, -1) cancels, is taken for zeros, and is not divided.",
    seen="full marks",
)
def normalise_rows(x):
    length = torch.linalg.vector_norm(x, dim=1, keepdim=True)
    empty = x.sum(dim=1, keepdim=True) == 0
    return x / length.masked_fill(empty, 1.0)


@wrong(
    "`F.normalize` divides by at least 1e-12: a row with length 1e-15 is short, not zero, and should come out with length 1.",
    seen="full marks",
)
def normalise_rows(x):
    return F.normalize(x, dim=1)
