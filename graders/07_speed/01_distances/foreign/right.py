"""Right answers by people who had seen the exercise alone."""

import torch
from torch.autograd.function import once_differentiable

from torchdojo.grading import right


@right(
    "An autograd function: the slope is written by hand, and taken as 0 where the root is 0.",
    seen="full marks",
)
def root(squares):
    class Root(torch.autograd.Function):
        @staticmethod
        def forward(ctx, squares):
            result = squares.clamp(min=0).sqrt()
            ctx.save_for_backward(result)
            return result

        @staticmethod
        @once_differentiable
        def backward(ctx, grad):
            (result,) = ctx.saved_tensors
            return torch.where(result == 0, torch.zeros_like(grad), grad / (2 * result))

    return Root.apply(squares)


@right(
    "One addmm does product and sum; the centre is a constant for the gradient, since distances do not depend on it.",
    seen="full marks",
)
def distances(a, b):
    for name, matrix in (("a", a), ("b", b)):
        if matrix.ndim != 2:
            raise ValueError(f"{name} has {matrix.ndim} dimensions, not 2")
    if a.size(1) != b.size(1):
        raise ValueError(f"{a.size(1)} features against {b.size(1)}")
    centre = b.detach().sum(dim=0) / max(len(b), 1)
    p, q = a - centre, b - centre
    lengths = p.square().sum(dim=1).unsqueeze(1) + q.square().sum(dim=1)
    return root(torch.addmm(lengths, p, q.mT, alpha=-2))


@right("Writes each block of answers into a tensor made beforehand.", seen="full marks")
def nearest(queries, points, rows):
    if not rows >= 1:
        raise ValueError(f"cannot compare {rows} queries at a time")
    found = torch.empty(len(queries), dtype=torch.int64, device=queries.device)
    with torch.no_grad():
        for first in range(0, len(queries), rows):
            block = slice(first, first + rows)
            found[block] = distances(queries[block], points).min(dim=1).indices
    return found
