"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import wrong


@wrong(
    "nan > 0 is False, so your root turns a NaN into a healthy 0: ask for what is 0 or below instead, and NaN goes through.",
    seen="named",
)
def root(squares):
    positive = squares > 0
    safe = torch.where(positive, squares, torch.ones_like(squares))
    return torch.where(positive, safe.sqrt(), torch.zeros_like(squares))


@wrong(
    "To find the centre you glue a and b together, and that copy holds (N + M) D numbers, more than a, b or the result: take the mean of one of them.",
    seen="full marks",
)
def distances(a, b):
    if a.ndim != 2 or b.ndim != 2:
        raise ValueError("a and b must be matrices")
    if a.shape[1] != b.shape[1]:
        raise ValueError("different numbers of features")
    centre = torch.cat([a, b]).mean(dim=0)
    a, b = a - centre, b - centre
    squares = (a * a).sum(1)[:, None] + (b * b).sum(1) - 2 * (a @ b.T)
    return root(squares)


@wrong(
    "With no queries the loop never runs, and torch.cat of an empty list is an error instead of an empty int64 tensor.",
    seen="named",
)
def nearest(queries, points, rows):
    if rows < 1:
        raise ValueError("rows must be at least 1")
    found = []
    for start in range(0, len(queries), rows):
        found.append(distances(queries[start : start + rows], points).argmin(dim=1))
    return torch.cat(found)


@wrong(
    "Dropping |q|^2 is fine on paper, but without moving the points to the origin p^2 - 2pq is noise in float32 for a cloud around 5000, so the wrong neighbour wins.",
    seen="named",
)
def nearest(queries, points, rows):
    if rows < 1:
        raise ValueError("rows must be at least 1")
    lengths = points.square().sum(dim=1)
    return torch.cat(
        [torch.argmin(lengths - 2 * (q @ points.T), dim=1) for q in queries.split(rows)]
    )
