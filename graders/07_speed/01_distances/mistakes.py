"""What goes wrong when all distances are computed at once."""

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "Rounding leaves squares a little below zero, and their root is NaN: set them to 0 first.",
    loses=["takes_roots", "measures_a_point_to_itself", "has_gradients"],
)
def root(squares: torch.Tensor) -> torch.Tensor:
    return squares.sqrt()


@mistake(
    "`maximum` mends the values only: at 0 itself the slope of the root is infinite, or NaN.",
    loses=["takes_roots", "has_gradients"],
)
def root(squares: torch.Tensor) -> torch.Tensor:
    return torch.maximum(squares, torch.zeros_like(squares)).sqrt()


@mistake(
    "`where` behind the root: the branch that is not chosen still has the gradient 0 times infinity.",
    loses=["takes_roots", "has_gradients"],
)
def root(squares: torch.Tensor) -> torch.Tensor:
    return torch.where(squares <= 0, torch.zeros_like(squares), squares.sqrt())


slip(
    "A small number added under the root: no point has the distance 0 to itself any more.",
    loses=["takes_roots", "measures_all_pairs", "has_gradients"],
    edits=[
        ("none = squares <= 0", ""),
        (
            "squares.masked_fill(none, 1.0).sqrt().masked_fill(none, 0.0)",
            "(squares.masked_fill(squares <= 0, 0.0) + 1e-6).sqrt()",
        ),
    ],
)

slip(
    "`abs` turns a rounding error below zero into a distance; what is below zero is zero.",
    loses=["takes_roots"],
    edits=[
        ("none = squares <= 0", "size = squares.abs()"),
        (
            "squares.masked_fill(none, 1.0).sqrt().masked_fill(none, 0.0)",
            "size.masked_fill(size == 0, 1.0).sqrt().masked_fill(size == 0, 0.0)",
        ),
    ],
)

slip(
    "NaN becomes 0, for `NaN > 0` is false: ask for what is zero or below, and NaN stays to be seen.",
    loses=["takes_roots"],
    edits=[
        ("none = squares <= 0", "good = squares > 0"),
        (
            "squares.masked_fill(none, 1.0).sqrt().masked_fill(none, 0.0)",
            "squares.masked_fill(~good, 1.0).sqrt().masked_fill(~good, 0.0)",
        ),
    ],
)

slip(
    "Small numbers are taken for zero: the root is 0 only where the element is 0 or below.",
    loses=["takes_roots"],
    edits=[("squares <= 0", "squares < 1e-12")],
)


@mistake(
    "A Python loop over the rows: the number of operations grows with them, and `stack` refuses to join none.",
    loses=["needs_no_loop_and_little_memory", "measures_all_pairs", "finds_the_nearest"],
)
def distances(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.dim() != 2 or b.dim() != 2 or a.shape[1] != b.shape[1]:
        raise ValueError("the shapes do not fit")
    return torch.stack([root((row - b).square().sum(1)) for row in a])


@mistake(
    "All differences are written down, N times M times D numbers: let `@` multiply and sum at once.",
    loses=["needs_no_loop_and_little_memory", "searches_in_little_memory"],
)
def distances(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.dim() != 2 or b.dim() != 2 or a.shape[1] != b.shape[1]:
        raise ValueError("the shapes do not fit")
    return root((a[:, None] - b).square().sum(2))


@mistake(
    "`torch.cdist` does the work that this exercise is about.",
    loses=["needs_no_loop_and_little_memory"],
)
def distances(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.dim() != 2 or b.dim() != 2 or a.shape[1] != b.shape[1]:
        raise ValueError("the shapes do not fit")
    return torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist")


@mistake(
    "Far from the origin the squares eat up all digits of float32: shift both sets by the same vector first.",
    loses=["measures_far_from_the_origin"],
)
def distances(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.dim() != 2 or b.dim() != 2 or a.shape[1] != b.shape[1]:
        raise ValueError("the shapes do not fit")
    return root((a * a).sum(1)[:, None] + (b * b).sum(1) - 2 * (a @ b.T))


@mistake(
    "Each set is shifted by its own mean, which moves them together: shift both by the same vector.",
    loses=[
        "measures_all_pairs",
        "has_gradients",
        "measures_far_from_the_origin",
        "needs_no_loop_and_little_memory",
        "finds_the_nearest",
        "searches_in_little_memory",
        "refuses_what_does_not_fit",
    ],
)
def distances(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.dim() != 2 or b.dim() != 2 or a.shape[1] != b.shape[1]:
        raise ValueError("the shapes do not fit")
    a, b = a - a.mean(0), b - b.mean(0)
    return root((a * a).sum(1)[:, None] + (b * b).sum(1) - 2 * (a @ b.T))


@mistake(
    "These are the squares of the distances: the root is missing.",
    loses=[
        "measures_all_pairs",
        "measures_a_point_to_itself",
        "has_gradients",
        "measures_far_from_the_origin",
        "needs_no_loop_and_little_memory",
        "refuses_what_does_not_fit",
    ],
)
def distances(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.dim() != 2 or b.dim() != 2 or a.shape[1] != b.shape[1]:
        raise ValueError("the shapes do not fit")
    a, b = a - b.mean(0), b - b.mean(0)
    return (a * a).sum(1)[:, None] + (b * b).sum(1) - 2 * (a @ b.T)


@mistake(
    "`(a @ a.T).diagonal()` computes N times N products for N of them: `(a * a).sum(1)` needs no more than `a`.",
    loses=["needs_no_loop_and_little_memory", "searches_in_little_memory"],
)
def distances(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.dim() != 2 or b.dim() != 2 or a.shape[1] != b.shape[1]:
        raise ValueError("the shapes do not fit")
    middle = b.mean(0)
    a, b = a - middle, b - middle
    return root((a @ a.T).diagonal()[:, None] + (b @ b.T).diagonal() - 2 * (a @ b.T))


@mistake(
    "Without points there is no `b[0]` to shift by: (N, 0) distances are asked for. `b.mean(0)` raises no error.",
    loses=["measures_all_pairs"],
)
def distances(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.dim() != 2 or b.dim() != 2 or a.shape[1] != b.shape[1]:
        raise ValueError("the shapes do not fit")
    a, b = a - b[0], b - b[0]
    return root((a * a).sum(1)[:, None] + (b * b).sum(1) - 2 * (a @ b.T))


@mistake(
    "`shape[1:]` is also the same for two vectors, or two tensors of three dimensions: ask for `dim() == 2`.",
    loses=["refuses_what_does_not_fit"],
)
def distances(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.shape[1:] != b.shape[1:]:
        raise ValueError("the shapes do not fit")
    middle = b.mean(0)
    a, b = a - middle, b - middle
    return root((a * a).sum(-1)[:, None] + (b * b).sum(-1) - 2 * (a @ b.T))


@mistake(
    "The shapes are left to torch, whose error is RuntimeError; the contract asks for ValueError.",
    loses=["refuses_what_does_not_fit"],
)
def distances(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    middle = b.mean(0)
    a, b = a - middle, b - middle
    return root((a * a).sum(1)[:, None] + (b * b).sum(1) - 2 * torch.mm(a, b.T))


@mistake(
    "`nearest` computes all distances at once, whatever `rows` says: cut the queries into blocks.",
    loses=["searches_in_little_memory"],
)
def nearest(queries: torch.Tensor, points: torch.Tensor, rows: int) -> torch.Tensor:
    if rows < 1:
        raise ValueError("at least one row at a time")
    return distances(queries, points).argmin(1)


@mistake(
    "`chunk(rows)` makes so many pieces, not pieces of that size: `split(rows)`.",
    loses=["searches_in_little_memory"],
)
def nearest(queries: torch.Tensor, points: torch.Tensor, rows: int) -> torch.Tensor:
    if rows < 1:
        raise ValueError("at least one row at a time")
    return torch.cat([distances(block, points).argmin(1) for block in queries.chunk(rows)])


slip(
    "Without queries there is no block, and `torch.cat` refuses an empty list: return an empty int64 tensor.",
    loses=["finds_the_nearest"],
    edits=[
        ('f"at least one row at a time, not {rows}"', '"at least one row at a time"'),
        (
            "return torch.cat([distances(block, points).argmin(1) for block in queries.split(rows)])",
            "starts = range(0, len(queries), rows)\n"
            "return torch.cat([distances(queries[i : i + rows], points).argmin(1) for i in starts])",
        ),
    ],
)

slip(
    "Squares and products are compared where the points are: far away rounding decides. Use `distances`, or shift.",
    loses=["measures_far_from_the_origin"],
    edits=[
        ('f"at least one row at a time, not {rows}"', '"at least one row at a time"'),
        (
            "return torch.cat([distances(block, points).argmin(1) for block in queries.split(rows)])",
            "squares = (points * points).sum(1)\n"
            "return torch.cat([(squares - 2 * (q @ points.T)).argmin(1) for q in queries.split(rows)])",
        ),
    ],
)


@mistake(
    "`argmin(0)` finds the nearest query of each point; along the points, dimension 1, is asked for.",
    loses=[
        "finds_the_nearest",
        "searches_in_little_memory",
        "measures_far_from_the_origin",
    ],
)
def nearest(queries: torch.Tensor, points: torch.Tensor, rows: int) -> torch.Tensor:
    if rows < 1:
        raise ValueError("at least one row at a time")
    return torch.cat([distances(block, points).argmin(0) for block in queries.split(rows)])


slip(
    "The last queries are lost where `rows` does not divide their number: the last block is smaller.",
    loses=[
        "finds_the_nearest",
        "searches_in_little_memory",
        "measures_far_from_the_origin",
    ],
    edits=[
        ('f"at least one row at a time, not {rows}"', '"at least one row at a time"'),
        (
            "return torch.cat([distances(block, points).argmin(1) for block in queries.split(rows)])",
            "starts = [i * rows for i in range(max(1, len(queries) // rows))]\n"
            "return torch.cat([distances(queries[i : i + rows], points).argmin(1) for i in starts])",
        ),
    ],
)

slip(
    "`rows` is not checked: `split` raises RuntimeError for 0, where the contract asks for ValueError.",
    loses=["finds_the_nearest"],
    edits=[('if rows < 1:\n    raise ValueError(f"at least one row at a time, not {rows}")', "")],
)

slip(
    "All coordinates are shifted by one number: around (5000, -5000) their mean is near 0. Shift by a vector, `mean(0)`.",
    loses=["measures_far_from_the_origin"],
    edits=[("b.detach().mean(0)", "b.detach().mean().nan_to_num()")],
)


@mistake(
    "Only `rows = 0` is refused, by `range` itself; with -1 the loop never runs and every query gets point 0. Raise ValueError below 1.",
    loses=["finds_the_nearest"],
)
def nearest(queries, points, rows):
    found = torch.zeros(len(queries), dtype=torch.int64, device=queries.device)
    for start in range(0, len(queries), rows):
        block = queries[start : start + rows]
        found[start : start + rows] = distances(block, points).argmin(1)
    return found


slip(
    "The result is float32 whatever the inputs are: keep their dtype.",
    loses=["measures_all_pairs", "has_gradients"],
    edits=[
        ("middle = b.detach().mean(0)", "a, b = a.float(), b.float()\nmiddle = b.detach().mean(0)")
    ],
)

slip(
    "`torch.cat([a, b])` copies both sets, more than `a`, `b` or the result holds: any vector near the points will do, such as the mean of one set.",
    loses=["needs_no_loop_and_little_memory"],
    edits=[("b.detach().mean(0)", "torch.cat([a, b]).mean(0)")],
)
