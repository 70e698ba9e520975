# /// torchdojo
# title = "An operation of your own"
# form = "module"
# start = "empty"
# difficulty = 3
# minutes = 40
# hints = [
#   """Autograd asks your operation one question: if the loss changes by `grad_output` for each \
#   unit of the result, how much does it change for each unit of the input? What must you \
#   remember of the input to answer it, and where, so that two calls do not get in each other's \
#   way?""",
#   """`forward` computes the value and keeps `x` by `ctx.save_for_backward(x)`; plain numbers \
#   may be attributes of `ctx`. `backward` gets the tensor back from `ctx.saved_tensors` and \
#   returns one answer for each argument of `forward`: None for those that are no tensors. For \
#   the numerical slope, move one number at a time up and down.""",
#   """The value is `x.clamp(low, high)` plus `slope` times what was cut off. The slope is 1 \
#   where `low <= x <= high` and `slope` elsewhere: a `torch.where`, times `grad_output`. \
#   Numerically, for each position `i` of `x.flatten()`: two copies, one with `step` added and \
#   one with it taken away, and `(upstream * (f(up) - f(down))).sum() / (2 * step)`.""",
# ]
# ///
"""# An operation of your own

Autograd knows the slope of everything that torch can compute. Sometimes you know it better: your
formula is faster, keeps less memory, or the true slope is useless and you want another one. Then
you write the operation yourself, forward and backward, as a `torch.autograd.Function`.
FlashAttention is one, and so is every trick that trains networks through a rounding.

From then on nobody checks your calculus. A wrong `backward` raises no error; training is only
worse. So this exercise has two parts: the operation, and the tool that catches a wrong slope.

## Goal

Write an operation that clips leniently, and a numerical gradient to test any operation with.

## Contract

- `LeakyClip`: a `torch.autograd.Function`, with the static methods `forward` and `backward`
- `leaky_clip(x, low, high, slope)`: applies `LeakyClip`: takes a floating tensor `x` of finite
  numbers, and three numbers, returns a tensor like `x`. `ValueError` if `low` is greater than
  `high`
- `numerical_gradient(function, x, upstream, step)`: takes a function from a tensor to a tensor,
  which may be a view of its argument; a **float64** tensor `x` of any shape and strides, a tensor
  with the shape of `function(x)`, a small number; returns a float64 tensor like `x`. `ValueError`
  if `x` is not float64

Rules:

- Between `low` and `high`, `leaky_clip` gives `x` itself. Beyond a bound it gives the bound, plus
  `slope` times how far `x` is beyond it, be that 1e9: masks use such numbers, and with a slope of 0
  the bound itself is left.
- Its derivative is 1 from `low` to `high`, **bounds included**, and `slope` beyond them.
- Neither `x` nor the gradient that comes in is changed. Results can be differentiated twice.
- For each number of `x`, `numerical_gradient` has the *central difference* of `upstream`-weighted
  results:

```text
(sum(upstream * function(x + step)) - sum(upstream * function(x - step))) / (2 * step)
```

  where only this one number of `x` is moved. It works without autograd, and leaves `x` as it was.

## How a function is written

This one cubes. It keeps what it needs in `ctx`, which belongs to one call alone:

```python
>>> class Cube(torch.autograd.Function):
...     @staticmethod
...     def forward(ctx, x, factor):
...         ctx.save_for_backward(x)
...         ctx.factor = factor
...         return factor * x**3
...     @staticmethod
...     def backward(ctx, grad_output):
...         (x,) = ctx.saved_tensors
...         return grad_output * ctx.factor * 3 * x**2, None
...
>>> x = torch.tensor([1.0, 2.0], requires_grad=True)
>>> Cube.apply(x, 10.0).sum().backward()
>>> x.grad
tensor([ 30., 120.])
```

`backward` returns one value for each argument of `forward`, in the same order. `factor` is not a
tensor, so its value is None.

## Why float64, and why both sides

A difference of two nearly equal numbers loses most of its digits. In float32, with seven of them,
and a step of 1e-4, about three are left. And one-sided differences are wrong by half the step times
the curvature, where those of both sides cancel it: for a step of 1e-3 that is three digits against
six.

## Out of scope

Complex numbers, operations with several results, `torch.library`.

## Read more

[torch.autograd.Function](https://docs.pytorch.org/docs/stable/autograd.html#torch.autograd.Function),
[extending autograd](https://docs.pytorch.org/docs/stable/notes/extending.html),
[torch.autograd.gradcheck](https://docs.pytorch.org/docs/stable/generated/torch.autograd.gradcheck.gradcheck.html),
torch's own test of slopes. Next: the data that all these losses come from.
"""

# %%
from collections.abc import Callable
from typing import Any

import torch


# %%
class LeakyClip(torch.autograd.Function):
    """Clips to a range, but lets a share of what is beyond it through.

    >>> LeakyClip.apply(torch.tensor([0.5, 3.0]), -1.0, 1.0, 0.25)
    tensor([0.5000, 1.5000])
    """

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, low: float, high: float, slope: float) -> torch.Tensor:
        """The value; `ctx` keeps what `backward` needs."""
        ### BEGIN SOLUTION
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        inside = x.clamp(low, high)
        return inside + slope * (x - inside)
        ### END SOLUTION

    @staticmethod
    def backward(ctx: Any, grad_output: torch.Tensor) -> Any:
        """One gradient for each argument of `forward`."""
        ### BEGIN SOLUTION
        (x,) = ctx.saved_tensors
        inside = (ctx.low <= x) & (x <= ctx.high)
        return torch.where(inside, grad_output, ctx.slope * grad_output), None, None, None
        ### END SOLUTION


def leaky_clip(x: torch.Tensor, low: float, high: float, slope: float) -> torch.Tensor:
    """Clip `x` to the range from `low` to `high`, with `slope` beyond it.

    >>> x = torch.tensor([0.5, 1.0, 3.0], requires_grad=True)
    >>> leaky_clip(x, -1.0, 1.0, 0.25).sum().backward()
    >>> x.grad
    tensor([1.0000, 1.0000, 0.2500])
    """
    ### BEGIN SOLUTION
    if low > high:
        raise ValueError(f"there is no range from {low} to {high}")
    return LeakyClip.apply(x, low, high, slope)
    ### END SOLUTION


# %%
def numerical_gradient(
    function: Callable[[torch.Tensor], torch.Tensor],
    x: torch.Tensor,
    upstream: torch.Tensor,
    step: float,
) -> torch.Tensor:
    """The gradient of ``sum(upstream * function(x))`` by differences on both sides.

    >>> x = torch.tensor([1.0, 3.0], dtype=torch.float64)
    >>> numerical_gradient(torch.square, x, torch.tensor([1.0, 10.0], dtype=torch.float64), 0.5)
    tensor([ 2., 60.], dtype=torch.float64)
    """
    ### BEGIN SOLUTION
    if x.dtype != torch.float64:
        raise ValueError(f"differences need float64, not {x.dtype}")
    x = x.detach()
    found = torch.zeros_like(x).flatten()
    for i in range(x.numel()):
        move = torch.zeros_like(found)
        move[i] = step
        move = move.view_as(x)
        with torch.no_grad():
            difference = function(x + move) - function(x - move)
        found[i] = (upstream * difference).sum() / (2 * step)
    return found.view_as(x)
    ### END SOLUTION


# %% tags=["explore"]
# Does the backward of your operation agree with what it does?
x = torch.linspace(-2, 2, 9, dtype=torch.float64, requires_grad=True)
values = leaky_clip(x, -0.7, 0.7, 0.1)
values.sum().backward()
by_differences = numerical_gradient(
    lambda t: leaky_clip(t, -0.7, 0.7, 0.1), x, torch.ones_like(x), 1e-6
)
print("values:       ", [round(v, 3) for v in values.tolist()])
print("backward says:", x.grad.tolist())
print("differences:  ", [round(v, 3) for v in by_differences.tolist()])
