"""Other right ways to measure distances."""

import torch

from torchdojo.grading import alternative


@alternative("torch.where around the root, on both sides")
def root(squares: torch.Tensor) -> torch.Tensor:
    zero = squares <= 0
    safe = torch.where(zero, torch.ones_like(squares), squares)
    return torch.where(zero, torch.zeros_like(squares), torch.sqrt(safe))


@alternative("relu, whose gradient at 0 is 0 and stops the infinite one")
def root(squares: torch.Tensor) -> torch.Tensor:
    return squares.relu().sqrt()


@alternative("the root times a mask, after an addition of the mask")
def root(squares: torch.Tensor) -> torch.Tensor:
    lost = (squares <= 0).to(squares.dtype)
    return (squares * (1 - lost) + lost) ** 0.5 * (1 - lost)


@alternative("one product of matrices with two columns more, and no sums of pairs at all")
def distances(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.ndim != 2 or b.ndim != 2 or a.size(1) != b.size(1):
        raise ValueError("the shapes do not fit")
    a, b = a - b.mean(0), b - b.mean(0)
    ones_a, ones_b = torch.ones_like(a[:, :1]), torch.ones_like(b[:, :1])
    left = torch.cat([-2 * a, a.square().sum(1, keepdim=True), ones_a], dim=1)
    right = torch.cat([b, ones_b, b.square().sum(1, keepdim=True)], dim=1)
    return root(left @ right.T)


@alternative("addmm and einsum, shifted by one of the points")
def distances(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if len(a.shape) != 2 or len(b.shape) != 2 or a.shape[-1] != b.shape[-1]:
        raise ValueError("the shapes do not fit")
    first = b[:1].sum(0)
    a, b = a - first, b - first
    lengths = torch.einsum("nd,nd->n", a, a).unsqueeze(1) + torch.einsum("md,md->m", b, b)
    return root(torch.addmm(lengths, a, b.mT, alpha=-2))


@alternative("a loop over blocks that fills a result")
def nearest(queries: torch.Tensor, points: torch.Tensor, rows: int) -> torch.Tensor:
    if rows <= 0:
        raise ValueError("rows must be positive")
    found = torch.empty(len(queries), dtype=torch.int64, device=queries.device)
    for start in range(0, len(queries), rows):
        block = slice(start, start + rows)
        found[block] = torch.min(distances(queries[block], points), dim=1).indices
    return found
