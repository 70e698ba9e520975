"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "Filling up chunk's answer with empty pieces gives n of them, but 5 rows in 4 pieces are then 2, 2, 1, 0: the sizes may differ by one only.",
    seen="named",
)
def split_even(t, n):
    pieces = [piece.clone() for piece in t.chunk(n)]
    while len(pieces) < n:
        pieces.append(t[:0].clone())
    return pieces


@wrong(
    "The sizes are right, but tensor_split returns views: writing into a piece changes t.",
    seen="named",
)
def split_even(t, n):
    return list(torch.tensor_split(t, n, dim=0))


@wrong(
    "You refuse sizes that are too large, but sizes that sum to less than N drop the last rows in silence.",
    seen="named",
)
def split_sizes(t, sizes):
    if sum(sizes) > t.shape[0]:
        raise ValueError("sizes are too large")
    pieces, start = [], 0
    for size in sizes:
        pieces.append(t[start : start + size].clone())
        start += size
    return pieces


@wrong(
    "`reshape(2N, -1)` fits tables only: vectors come out as (2N, 1), images are flattened.",
    seen="caught",
)
def interleave(a, b):
    return torch.stack([a, b], dim=1).reshape(2 * a.shape[0], -1)


@wrong(
    "Two mistakes: the whole remainder goes to the last piece, so 5 rows in 3 pieces are 1, 1, 3; and the pieces are views.",
    seen="named",
)
def split_even(t, n):
    size = t.shape[0] // n
    pieces = [t[i * size : (i + 1) * size] for i in range(n - 1)]
    pieces.append(t[(n - 1) * size :])
    return pieces
