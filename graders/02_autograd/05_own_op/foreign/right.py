"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right("saves the derivative itself, a tensor of ones and slopes, in place of x", seen="full marks")
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        below, above = x < low, x > high
        ctx.save_for_backward(torch.ones_like(x).masked_fill_(below | above, slope))
        y = torch.where(below, low + slope * (x - low), x)
        return torch.where(above, high + slope * (x - high), y)

    @staticmethod
    def backward(ctx, grad_output):
        (factor,) = ctx.saved_tensors
        return grad_output * factor, None, None, None


@right("stricter: bounds that cannot be compared, such as nan, are refused too", seen="full marks")
def leaky_clip(x, low, high, slope):
    if not low <= high:
        raise ValueError(f"low must not be greater than high, but {low} and {high} were given")
    return LeakyClip.apply(x, low, high, slope)


@right(
    "adds one direction of the identity matrix after the other, and so never writes into anything",
    seen="full marks",
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype is not torch.float64:
        raise ValueError(f"x must be float64, not {x.dtype}")
    point = x.detach()
    gradient = torch.zeros(point.numel(), dtype=torch.float64, device=point.device)
    directions = torch.eye(point.numel(), dtype=torch.float64, device=point.device)
    for place, direction in enumerate(directions):
        move = step * direction.reshape(point.shape)
        above = (upstream * function(point + move)).sum().item()
        below = (upstream * function(point - move)).sum().item()
        gradient[place] = (above - below) / (2 * step)
    return gradient.reshape(point.shape)
