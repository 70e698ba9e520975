"""Wrong answers by people who had seen the exercise alone, of a third round."""

import itertools

import torch
from torch.autograd.function import once_differentiable

from torchdojo.grading import wrong


@wrong(
    "The formula takes a share of the excess away from x itself, and where x is 1e9 and the bound is 1, float32 has lost "
    "the bound by then: a slope of 0 leaves 0 instead of 1.",
    seen="named",
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward((x >= low) & (x <= high))
        ctx.slope = slope
        excess = x - x.clamp(low, high)
        return x - (1 - slope) * excess

    @staticmethod
    def backward(ctx, grad_output):
        (inside,) = ctx.saved_tensors
        return torch.where(inside, grad_output, grad_output * ctx.slope), None, None, None


@wrong(
    "`once_differentiable` forbids what the contract asks for: the first derivative is right, but differentiating it "
    "again raises an error.",
    seen="caught",
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        clipped = x.clamp(min=low, max=high)
        return clipped + slope * (x - clipped)

    @staticmethod
    @once_differentiable
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        beyond = (x < ctx.low) | (x > ctx.high)
        grad = grad_output.clone()
        grad[beyond] *= ctx.slope
        return grad, None, None, None


@wrong(
    "A clone of a transposed tensor keeps its strides, and then `reshape(-1)` is a copy, so your step moves numbers that "
    "the function never sees, and the gradient is zero everywhere.",
    seen="named",
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype != torch.float64:
        raise ValueError("x must be float64")
    moved = x.detach().clone()
    flat = moved.reshape(-1)
    grad = torch.zeros(x.numel(), dtype=torch.float64)
    with torch.no_grad():
        for i in range(x.numel()):
            old = flat[i].item()
            flat[i] = old + step
            up = (upstream * function(moved)).sum().item()
            flat[i] = old - step
            down = (upstream * function(moved)).sum().item()
            flat[i] = old
            grad[i] = (up - down) / (2 * step)
    return grad.reshape(x.shape)


@wrong(
    "x is moved in place and moved back by adding and subtracting, which leaves rounding errors in it, and a result "
    "that is a view of x moves along before you use it, so the difference is zero.",
    seen="named",
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype != torch.float64:
        raise ValueError(f"x must be float64, not {x.dtype}")
    values = x.detach()
    grad = torch.zeros_like(values)
    with torch.no_grad():
        for index in itertools.product(*(range(size) for size in x.shape)):
            values[index] += step
            up = function(values)
            values[index] -= 2 * step
            down = function(values)
            values[index] += step
            grad[index] = (upstream * (up - down)).sum() / (2 * step)
    return grad
