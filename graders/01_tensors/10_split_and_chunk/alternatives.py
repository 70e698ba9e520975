"""Other right ways to cut and join tensors."""

import torch

from torchdojo.grading import alternative


@alternative("tensor_split, which promises the number of pieces")
def split_even(t: torch.Tensor, n: int) -> list[torch.Tensor]:
    return [piece.clone() for piece in torch.tensor_split(t, n)]


@alternative("slices between running bounds")
def split_even(t: torch.Tensor, n: int) -> list[torch.Tensor]:
    pieces, start = [], 0
    for i in range(n):
        stop = start + len(t) // n + (1 if i < len(t) % n else 0)
        pieces.append(torch.clone(t[start:stop]))
        start = stop
    return pieces


@alternative("slices, the sizes checked first")
def split_sizes(t: torch.Tensor, sizes: list[int]) -> list[torch.Tensor]:
    if len(t) != sum(sizes):
        raise ValueError("sizes must sum to the number of rows")
    ends = torch.tensor(sizes).cumsum(0).tolist()
    return [t[end - size : end].clone() for size, end in zip(sizes, ends)]


@alternative("a new tensor filled by strided slices")
def interleave(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    result = torch.empty(2 * len(a), *a.shape[1:], dtype=a.dtype, device=a.device)
    result[0::2] = a
    result[1::2] = b
    return result
