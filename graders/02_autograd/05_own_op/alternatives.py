"""Other right ways to write an operation with its gradient."""

from itertools import product

import torch

from torchdojo.grading import alternative


@alternative("setup_context, and a tensor of slopes that is saved")
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(x, low, high, slope):
        below, above = (x - low).clamp(max=0), (x - high).clamp(min=0)
        return x.clamp(min=low).clamp(max=high) + slope * (below + above)

    @staticmethod
    def setup_context(ctx, inputs, output):
        x, low, high, slope = inputs
        beyond = (x < low) | (x > high)
        ctx.save_for_backward(torch.ones_like(x).masked_fill(beyond, slope))

    @staticmethod
    def backward(ctx, grad_output):
        (slopes,) = ctx.saved_tensors
        return grad_output * slopes, None, None, None


@alternative("three cases by where")
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.settings = low, high, slope
        lower = torch.where(x < low, low + slope * (x - low), x)
        return torch.where(x > high, high + slope * (x - high), lower)

    @staticmethod
    def backward(ctx, grad_output):
        low, high, slope = ctx.settings
        x = ctx.saved_tensors[0]
        grad = grad_output.clone()
        outside = torch.logical_or(x < low, x > high)
        return torch.where(outside, grad * slope, grad), None, None, None


@alternative("moves numbers of a clone, and puts them back")
def numerical_gradient(function, x, upstream, step):
    if x.dtype is not torch.float64:
        raise ValueError("float64, please")
    work = x.detach().clone()
    grad = torch.empty_like(work)
    with torch.no_grad():
        for place in product(*map(range, x.shape)):
            old = work[place].item()
            work[place] = old + step
            up = (upstream * function(work)).sum()
            work[place] = old - step
            down = (upstream * function(work)).sum()
            work[place] = old
            grad[place] = (up - down) / (2 * step)
    return grad
