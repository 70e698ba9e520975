"""Right answers by people who had seen the exercise alone, of a second round."""

from collections.abc import Callable
from itertools import product
from typing import Any

import torch

from torchdojo.grading import right


@right(
    "Keeps the factors of the slope instead of x, and chooses among three branches.",
    seen="full marks",
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, low: float, high: float, slope: float) -> torch.Tensor:
        under, over = x < low, x > high
        factor = torch.ones_like(x).masked_fill(under | over, slope)
        ctx.save_for_backward(factor)
        result = torch.where(under, low + slope * (x - low), x)
        return torch.where(over, high + slope * (x - high), result)

    @staticmethod
    def backward(ctx: Any, grad_output: torch.Tensor) -> Any:
        (factor,) = ctx.saved_tensors
        gradient = grad_output * factor if ctx.needs_input_grad[0] else None
        return (gradient, None, None, None)


@right(
    "Every evaluation gets a fresh copy of x, with one number moved by its full index.",
    seen="full marks",
)
def numerical_gradient(
    function: Callable[[torch.Tensor], torch.Tensor],
    x: torch.Tensor,
    upstream: torch.Tensor,
    step: float,
) -> torch.Tensor:
    if x.dtype is not torch.float64:
        raise ValueError(f"numerical gradients need float64, not {x.dtype}")

    def weighted(place: tuple[int, ...], shift: float) -> float:
        copy = x.detach().clone()
        copy[place] = copy[place] + shift
        return (upstream * function(copy)).sum().item()

    with torch.no_grad():
        gradient = torch.zeros(x.shape, dtype=torch.float64, device=x.device)
        for place in product(*(range(size) for size in x.shape)):
            gradient[place] = (weighted(place, step) - weighted(place, -step)) / (2 * step)
    return gradient
