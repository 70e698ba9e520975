"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "`reshape` keeps the order in memory, so the steps of one sequence are mixed with those of another: exchange the dimensions.",
    seen="named",
)
def to_batch_first(x):
    time, batch = x.shape[:2]
    return x.reshape(batch, time, *x.shape[2:])


@wrong(
    "`mT` exchanges the last two dimensions, which are the first two only for a tensor without features.",
    seen="caught",
)
def to_batch_first(x):
    return x.mT


@wrong(
    "For an empty batch -1 can't be worked out from zero elements and `reshape` raises: write H * W.",
    seen="named",
)
def merge_last_two(x):
    return x.reshape(*x.shape[:-2], -1)


@wrong(
    "`flatten(1)` joins everything behind the first dimension: right for three dimensions, wrong for two and for four.",
    seen="named",
)
def merge_last_two(x):
    return x.flatten(1)


@wrong(
    "`movedim` takes one dimension out and lets those between move up: an exchange only if `i` and `j` are neighbours.",
    seen="caught",
)
def swap(x, i, j):
    return torch.movedim(x, i, j)


@wrong(
    "A negative `i` or `j` never equals a number of `range(x.ndim)`, so -1 is not found and the wrong dimensions move.",
    seen="caught",
)
def swap(x, i, j):
    order = []
    for dim in range(x.ndim):
        if dim == i:
            order.append(j)
        elif dim == j:
            order.append(i)
        else:
            order.append(dim)
    return x.permute(order)


@wrong(
    "With (C / heads, heads) head 0 gets every `heads`-th feature; it owns the first C / heads, so `heads` must come first.",
    seen="named",
)
def split_heads(x, heads):
    batch, time, features = x.shape
    if features % heads != 0:
        raise ValueError("heads must divide the number of features")
    return x.reshape(batch, time, features // heads, heads).permute(0, 3, 1, 2)


@wrong(
    "Nobody checks that `heads` divides C: 6 features and 4 heads silently give 6 heads, other sizes a RuntimeError.",
    seen="named",
)
def split_heads(x, heads):
    size = x.shape[-1] // heads
    return torch.stack(x.split(size, dim=-1), dim=1)
