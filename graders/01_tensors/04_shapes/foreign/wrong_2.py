"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "view only breaks the lines elsewhere: the steps of different sequences are mixed, and on a tensor that is not contiguous it raises as well.",
    seen="named",
)
def to_batch_first(x):
    steps, batch = x.shape[:2]
    return x.view(batch, steps, *x.shape[2:])


@wrong(
    "With an empty batch -1 cannot be worked out, so `(0, 3, 4)` raises instead of giving `(0, 12)`.",
    seen="named",
)
def merge_last_two(x):
    return x.reshape(*x.shape[:-2], -1)


@wrong(
    "contiguous() copies the numbers, so what you return is no longer a view of x.", seen="named"
)
def swap(x, i, j):
    return x.transpose(i, j).contiguous()


@wrong(
    "Head 0 must own the first C / heads features side by side; yours gets every heads-th feature.",
    seen="named",
)
def split_heads(x, heads):
    b, t, c = x.shape
    if c % heads != 0:
        raise ValueError("heads must divide the number of features")
    return x.reshape(b, t, c // heads, heads).permute(0, 3, 1, 2)


@wrong(
    "chunk may return fewer pieces than asked: 4 features and 3 heads quietly give 2 heads instead of ValueError.",
    seen="named",
)
def split_heads(x, heads):
    return torch.stack(x.chunk(heads, dim=-1), dim=1)
