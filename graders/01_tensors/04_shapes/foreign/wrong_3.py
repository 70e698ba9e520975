"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "movedim(0, -2) puts the time before the *last* dimension, which is behind the batch only for (T, B, D): (T, B) stays as it is and (T, B, H, W) becomes (B, H, T, W).",
    seen="caught",
)
def to_batch_first(x):
    return x.movedim(0, -2)


@wrong(
    "-1 is worked out from the number of elements, so an empty batch, which has none, gives an error instead of (0, H * W).",
    seen="named",
)
def merge_last_two(x):
    return x.reshape(*x.shape[:-2], -1)


@wrong(
    "The underscore says it: transpose_ changes the caller's tensor, whose shape is another one after the call.",
    seen="named",
)
def swap(x, i, j):
    return x.transpose_(i, j)


@wrong(
    "Two slips: the heads get every `heads`-th feature instead of neighbours, and a number of heads that does not divide C raises torch's RuntimeError, if anything.",
    seen="named",
)
def split_heads(x, heads):
    b, t, c = x.shape
    return x.reshape(b, t, c // heads, heads).permute(0, 3, 1, 2)
