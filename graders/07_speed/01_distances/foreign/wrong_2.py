"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "`NaN > 0` is False, so your mask sends a NaN down the same way as a zero: root(nan) is 0, and a broken run looks healthy.",
    seen="named",
)
def root(squares):
    positive = squares > 0
    safe = torch.where(positive, squares, torch.ones_like(squares))
    return torch.where(positive, safe.sqrt(), torch.zeros_like(squares))


@wrong(
    "You move the points by one number, the mean of all coordinates: around (5000, 5000) that is enough, around (5000, -5000) the mean is about 0 and the distances are noise again.",
    seen="caught",
)
def distances(a, b):
    if a.dim() != 2 or b.dim() != 2 or a.shape[1] != b.shape[1]:
        raise ValueError("two matrices with the same number of features, please")
    if len(a) and len(b):
        centre = a.detach().mean()
        a, b = a - centre, b - centre
    squares = (a * a).sum(1)[:, None] - 2 * (a @ b.T) + (b * b).sum(1)
    return root(squares)


@wrong(
    "Each set is moved by its own mean: distances keep only if both move by the same vector, so this is right for distances(a, a) and wrong as soon as b lies elsewhere than a.",
    seen="named",
)
def distances(a, b):
    if a.dim() != 2 or b.dim() != 2:
        raise ValueError("distances needs two matrices")
    if a.size(1) != b.size(1):
        raise ValueError(f"{a.size(1)} features against {b.size(1)}")
    a = a - a.mean(dim=0, keepdim=True)
    b = b - b.mean(dim=0, keepdim=True)
    squares = a.pow(2).sum(dim=1, keepdim=True) + b.pow(2).sum(dim=1) - 2 * a @ b.T
    return root(squares)


@wrong(
    "`chunk(rows)` makes `rows` pieces, not pieces of `rows`: with 10,000 queries and rows=10 you compare 1,000 at a time; the indices are right, the memory is not.",
    seen="named",
)
def nearest(queries, points, rows):
    if rows < 1:
        raise ValueError("rows must be at least 1")
    return torch.cat([distances(part, points).argmin(dim=1) for part in queries.chunk(rows)])


@wrong(
    "Without moving the points the search is noise far from the origin in float32; and only rows=0 is refused, by luck, in `range`: with rows=-1 every query gets point 0 without an error.",
    seen="named",
)
def nearest(queries, points, rows):
    found = torch.zeros(len(queries), dtype=torch.int64, device=queries.device)
    lengths = (points * points).sum(1)
    for start in range(0, len(queries), rows):
        part = queries[start : start + rows]
        found[start : start + rows] = (lengths - 2 * part @ points.T).argmin(1)
    return found
