"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "Rounded borders spread the larger pieces over the list: 5 rows in 2 pieces are 2 and 3, but the larger ones come first.",
    seen="caught",
)
def split_even(t, n):
    edges = [round(i * len(t) / n) for i in range(n + 1)]
    return [t[start:stop].clone() for start, stop in zip(edges, edges[1:])]


@wrong(
    "`chunk` may return fewer pieces than asked for: 5 rows in 4 pieces give only 3.", seen="named"
)
def split_even(t, n):
    return [piece.clone() for piece in t.chunk(n)]


@wrong(
    "`contiguous()` copies only if it must, and slices of rows are contiguous: the pieces still share memory with `t`.",
    seen="named",
)
def split_even(t, n):
    return [piece.contiguous() for piece in t.tensor_split(n)]


@wrong(
    "Only sizes that are too large are refused: if they sum to less than N, the last rows are lost without an error.",
    seen="named",
)
def split_sizes(t, sizes):
    if sum(sizes) > len(t):
        raise ValueError("the sizes ask for more rows than there are")
    pieces, start = [], 0
    for size in sizes:
        pieces.append(t[start : start + size].clone())
        start += size
    return pieces


@wrong(
    "The loop ends when the rows are used up, so sizes of 0 at the end get no piece.",
    seen="full marks",
)
def split_sizes(t, sizes):
    if sum(sizes) != len(t):
        raise ValueError("the sizes must sum to the number of rows")
    pieces, start, rest = [], 0, iter(sizes)
    while start < len(t):
        size = next(rest)
        pieces.append(t[start : start + size].clone())
        start += size
    return pieces


@wrong(
    "`torch.empty` without a dtype is float32: whole numbers, float64 and bool lose their dtype on the way.",
    seen="caught",
)
def interleave(a, b):
    result = torch.empty(2 * len(a), *a.shape[1:])
    result[0::2] = a
    result[1::2] = b
    return result


@wrong(
    "`stack` refuses an empty list, so two tensors without rows raise instead of giving one without rows.",
    seen="full marks",
)
def interleave(a, b):
    return torch.stack([row for pair in zip(a, b) for row in pair])


@wrong(
    "Stacking along the last dimension mixes single numbers: right for vectors, but in tables the rows of `a` and `b` are torn apart.",
    seen="caught",
)
def interleave(a, b):
    return torch.stack([a, b], dim=-1).reshape(2 * a.shape[0], *a.shape[1:])
