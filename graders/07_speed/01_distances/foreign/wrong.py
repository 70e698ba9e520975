"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "Choosing after the root does not help: the infinite slope at 0 is multiplied by 0, and the gradient is nan.",
    seen="named",
)
def root(squares):
    return torch.where(squares <= 0, torch.zeros_like(squares), squares.sqrt())


@wrong(
    "nan > 0 is False, so a NaN is treated like a zero: it becomes 0, and a broken run looks healthy.",
    seen="named",
)
def root(squares):
    positive = squares > 0
    safe = torch.where(positive, squares, torch.ones_like(squares))
    return torch.where(positive, safe.sqrt(), torch.zeros_like(squares))


@wrong(
    "Each set is moved to its own mean, by two different vectors; only moving both together keeps the distances.",
    seen="named",
)
def distances(a, b):
    if a.dim() != 2 or b.dim() != 2 or a.shape[1] != b.shape[1]:
        raise ValueError("two matrices with the same number of features are needed")
    a = a - a.mean(dim=0)
    b = b - b.mean(dim=0)
    return root((a * a).sum(1, keepdim=True) - 2 * (a @ b.T) + (b * b).sum(1))


@wrong(
    "(a @ a.T).diagonal() computes N * N products for N of them: larger than a, b and the result if N is larger than M and D.",
    seen="caught",
)
def distances(a, b):
    if a.dim() != 2 or b.dim() != 2 or a.shape[1] != b.shape[1]:
        raise ValueError("two matrices with the same number of features are needed")
    centre = b.mean(dim=0)
    a, b = a - centre, b - centre
    a_squares = (a @ a.T).diagonal()
    b_squares = (b @ b.T).diagonal()
    return root(a_squares[:, None] - 2 * (a @ b.T) + b_squares)


@wrong(
    "shape[1:] is () for two vectors and alike for two tensors of three dimensions: what is no matrix gives no ValueError.",
    seen="full marks",
)
def distances(a, b):
    if a.shape[1:] != b.shape[1:]:
        raise ValueError("the numbers of features differ")
    centre = b.mean(dim=0)
    a, b = a - centre, b - centre
    return root((a**2).sum(-1)[:, None] - 2 * (a @ b.T) + (b**2).sum(-1))


@wrong(
    "chunk(rows) makes that many pieces, not pieces of that size: many queries in few rows are compared all at a time.",
    seen="full marks",
)
def nearest(queries, points, rows):
    if rows < 1:
        raise ValueError("rows must be 1 or more")
    return torch.cat([distances(piece, points).argmin(dim=1) for piece in queries.chunk(rows)])


@wrong(
    "Without queries the list is empty and torch.cat raises; for N = 0 the result is an empty tensor of shape (0,).",
    seen="full marks",
)
def nearest(queries, points, rows):
    if rows < 1:
        raise ValueError("rows must be 1 or more")
    found = []
    for start in range(0, len(queries), rows):
        found.append(distances(queries[start : start + rows], points).argmin(dim=1))
    return torch.cat(found)


@wrong(
    "p*p - 2 q*p is compared without moving the points to the origin first: far away the rounding decides who is nearest.",
    seen="full marks",
)
def nearest(queries, points, rows):
    if rows < 1:
        raise ValueError("rows must be 1 or more")
    squares = (points * points).sum(dim=1)
    pieces = queries.split(rows)
    return torch.cat([(squares - 2 * (piece @ points.T)).argmin(dim=1) for piece in pieces])
