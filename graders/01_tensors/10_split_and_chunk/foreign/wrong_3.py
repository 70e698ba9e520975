"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "Cutting at i * N // n makes even pieces, but the larger ones do not come first: 5 rows in 4 pieces are 1, 1, 1, 2.",
    seen="named",
)
def split_even(t, n):
    total = t.shape[0]
    return [t[i * total // n : (i + 1) * total // n].clone() for i in range(n)]


@wrong(
    "Only sizes that ask for too many rows are refused; if they sum to less than N, the last rows are lost in silence.",
    seen="named",
)
def split_sizes(t, sizes):
    if sum(sizes) > t.shape[0]:
        raise ValueError("the sizes do not sum to the number of rows")
    pieces, start = [], 0
    for size in sizes:
        pieces.append(t[start : start + size].clone())
        start += size
    return pieces


@wrong(
    "Two slips: pop(0) empties the caller's list of sizes, and the pieces are slices, so views: changing one changes t.",
    seen="named",
)
def split_sizes(t, sizes):
    if sum(sizes) != t.shape[0]:
        raise ValueError("the sizes do not sum to the number of rows")
    pieces = []
    while sizes:
        size = sizes.pop(0)
        pieces.append(t[:size])
        t = t[size:]
    return pieces


@wrong(
    "torch.empty without a dtype is float32: labels and float64 rows lose their dtype, and large whole numbers their last digits.",
    seen="named",
)
def interleave(a, b):
    result = torch.empty(2 * a.shape[0], *a.shape[1:])
    result[0::2] = a
    result[1::2] = b
    return result
