"""Wrong answers by people who had seen the exercise alone, of a second round."""

from collections.abc import Callable
from typing import Any

import torch

from torchdojo.grading import wrong


@wrong(
    "The bounds belong to the range: at x == low and x == high the derivative is 1, but your strict comparisons give `slope` there.",
    seen="named",
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, low: float, high: float, slope: float) -> torch.Tensor:
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        clipped = x.clamp(low, high)
        return clipped + slope * (x - clipped)

    @staticmethod
    def backward(ctx: Any, grad_output: torch.Tensor) -> Any:
        (x,) = ctx.saved_tensors
        inside = (x > ctx.low) & (x < ctx.high)
        return torch.where(inside, grad_output, grad_output * ctx.slope), None, None, None


@wrong(
    "Taking the excess away from x again cancels: at x = 1e9 in float32, x - (x - high) is 0 and not `high`, so start from the bound.",
    seen="named",
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, low: float, high: float, slope: float) -> torch.Tensor:
        ctx.save_for_backward((x >= low) & (x <= high))
        ctx.slope = slope
        excess = x - x.clamp(low, high)
        return x - (1 - slope) * excess

    @staticmethod
    def backward(ctx: Any, grad_output: torch.Tensor) -> Any:
        (inside,) = ctx.saved_tensors
        return torch.where(inside, grad_output, ctx.slope * grad_output), None, None, None


@wrong(
    "You move one buffer up and then down, and when `function` returns a view of its argument, both results are the same memory and every difference is 0.",
    seen="named",
)
def numerical_gradient(
    function: Callable[[torch.Tensor], torch.Tensor],
    x: torch.Tensor,
    upstream: torch.Tensor,
    step: float,
) -> torch.Tensor:
    if x.dtype != torch.float64:
        raise ValueError("x must be float64")
    with torch.no_grad():
        moved = x.detach().clone(memory_format=torch.contiguous_format)
        flat = moved.view(-1)
        slopes = torch.zeros_like(moved)
        for i in range(flat.numel()):
            old = flat[i].item()
            flat[i] = old + step
            above = function(moved)
            flat[i] = old - step
            below = function(moved)
            flat[i] = old
            slopes.view(-1)[i] = (upstream * above - upstream * below).sum() / (2 * step)
    return slopes


@wrong(
    "reshape(-1) of a transposed clone is a copy, so moving numbers in it moves nothing and the gradient is 0; and a float32 x must be refused, not converted.",
    seen="named",
)
def numerical_gradient(
    function: Callable[[torch.Tensor], torch.Tensor],
    x: torch.Tensor,
    upstream: torch.Tensor,
    step: float,
) -> torch.Tensor:
    x = x.detach().double()
    moved = x.clone()
    flat = moved.reshape(-1)
    result = torch.zeros(x.numel(), dtype=torch.float64)
    with torch.no_grad():
        for i in range(x.numel()):
            original = flat[i].item()
            flat[i] = original + step
            plus = (upstream * function(moved)).sum()
            flat[i] = original - step
            minus = (upstream * function(moved)).sum()
            flat[i] = original
            result[i] = (plus - minus) / (2 * step)
    return result.reshape(x.shape)


@wrong(
    "`low` equal to `high` is a legal range of one point; only a `low` that is greater is a ValueError.",
    seen="named",
)
def leaky_clip(x: torch.Tensor, low: float, high: float, slope: float) -> torch.Tensor:
    if not low < high:
        raise ValueError(f"low must be smaller than high, got {low} and {high}")
    return LeakyClip.apply(x, low, high, slope)
