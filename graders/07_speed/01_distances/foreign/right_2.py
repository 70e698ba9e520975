"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import right


@right(
    "A function of autograd with a backward of its own, where zero is taken out before the division.",
    seen="full marks",
)
def root(squares):
    class Root(torch.autograd.Function):
        @staticmethod
        def forward(ctx, s):
            out = s.clamp(min=0).sqrt()
            ctx.save_for_backward(out)
            return out

        @staticmethod
        def backward(ctx, slope):
            (out,) = ctx.saved_tensors
            flat = out == 0
            return (slope / (2 * out.masked_fill(flat, 1.0))).masked_fill(flat, 0.0)

    return Root.apply(squares)


@right(
    "No distances at all: |p|^2/2 - q.p is smallest for the same point, with all moved to the mean of the points.",
    seen="full marks",
)
def nearest(queries, points, rows):
    if rows < 1:
        raise ValueError(f"cannot compare {rows} queries at a time")
    found = torch.empty(queries.shape[0], dtype=torch.int64, device=queries.device)
    with torch.no_grad():
        centre = points.mean(dim=0)
        moved = points - centre
        half = moved.square().sum(dim=1) / 2
        start = 0
        while start < queries.shape[0]:
            part = queries[start : start + rows] - centre
            score = torch.addmm(half, part, moved.T, alpha=-1)
            torch.argmin(score, dim=1, out=found[start : start + rows])
            start += rows
    return found
