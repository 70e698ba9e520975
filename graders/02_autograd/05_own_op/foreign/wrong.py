"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "x > low and x < high leave the bounds out: at a bound the derivative is slope, though it has to be 1 there.",
    seen="named",
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.numbers = low, high, slope
        bound = x.clamp(low, high)
        return bound + slope * (x - bound)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        low, high, slope = ctx.numbers
        inside = (x > low) & (x < high)
        return torch.where(inside, grad_output, slope * grad_output), None, None, None


@wrong(
    "Scales the incoming gradient in place: other branches of the graph use the same tensor, and it must not be changed.",
    seen="named",
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward((x < low) | (x > high))
        ctx.slope = slope
        bound = x.clamp(low, high)
        return bound + slope * (x - bound)

    @staticmethod
    def backward(ctx, grad_output):
        (beyond,) = ctx.saved_tensors
        grad_output[beyond] *= ctx.slope
        return grad_output, None, None, None


@wrong(
    "Keeps the slope and the bounds on the class, not in ctx: a second call before backward() overwrites those of the first.",
    seen="caught",
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        LeakyClip.low, LeakyClip.high, LeakyClip.slope = low, high, slope
        bound = x.clamp(low, high)
        return bound + slope * (x - bound)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        inside = (x >= LeakyClip.low) & (x <= LeakyClip.high)
        return torch.where(inside, grad_output, LeakyClip.slope * grad_output), None, None, None


@wrong(
    "Takes what is too much away from x: for huge x the bound is lost in rounding (x = 1e9, slope 0 gives 0, not the bound).",
    seen="full marks",
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        above = torch.relu(x - high)
        below = torch.relu(low - x)
        return x - (1 - slope) * (above - below)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        beyond = (x < ctx.low) | (x > ctx.high)
        return torch.where(beyond, ctx.slope * grad_output, grad_output), None, None, None


@wrong(
    "low >= high refuses equal bounds too; ValueError is for a low that is greater than high only.",
    seen="caught",
)
def leaky_clip(x, low, high, slope):
    if low >= high:
        raise ValueError("low must be below high")
    return LeakyClip.apply(x, low, high, slope)


@wrong(
    "Moves all numbers of x at once: right only if each result depends on one number. For softmax or a sum it is wrong.",
    seen="caught",
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype != torch.float64:
        raise ValueError("x must be float64")
    with torch.no_grad():
        return upstream * (function(x + step) - function(x - step)) / (2 * step)


@wrong(
    "A function may return its input or a view of it: then above is moved along with flat, and the difference is 0.",
    seen="full marks",
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype != torch.float64:
        raise ValueError("x must be float64")
    with torch.no_grad():
        moved = x.detach().clone(memory_format=torch.contiguous_format)
        flat = moved.view(-1)
        gradient = torch.zeros_like(flat)
        for i in range(flat.numel()):
            middle = flat[i].item()
            flat[i] = middle + step
            above = function(moved)
            flat[i] = middle - step
            below = function(moved)
            flat[i] = middle
            gradient[i] = (upstream * above).sum() - (upstream * below).sum()
        return (gradient / (2 * step)).view(x.shape)


@wrong(
    "clone() keeps the strides, so reshape(-1) of a transposed x is a copy: moving it moves nothing, and all is 0.",
    seen="full marks",
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype != torch.float64:
        raise ValueError("x must be float64")
    with torch.no_grad():
        moved = x.clone()
        flat = moved.reshape(-1)
        gradient = torch.zeros(x.numel(), dtype=x.dtype)
        for i in range(x.numel()):
            middle = flat[i].item()
            flat[i] = middle + step
            above = (upstream * function(moved)).sum().item()
            flat[i] = middle - step
            below = (upstream * function(moved)).sum().item()
            flat[i] = middle
            gradient[i] = (above - below) / (2 * step)
        return gradient.reshape(x.shape)
