# /// torchdojo
# title = "Tanh, three ways"
# form = "module"
# start = "empty"
# difficulty = 2
# minutes = 30
# hints = [
#   """Tanh is odd: tanh(-z) = -tanh(z). So you need a safe formula for one sign only, with a \
#   power that never exceeds 1. And what does 1 - exp(-2e-7) leave in float32?""",
#   """For z >= 0 multiply numerator and denominator by exp(-z): only exp(-2z) is left. \
#   `torch.expm1(t)` is exp(t) - 1 with all its digits. Take the size of z by `torch.where`, \
#   since the slope of `abs` at 0 is 0.""",
#   """With `p = torch.expm1(-2 * size)`, the size of tanh is -p / (2 + p); a last \
#   `torch.where` gives it the sign of z. The slope is one minus the square of the output. \
#   `bounded` stretches torch's tanh from (-1, 1): half of the width, around the middle.""",
# ]
# ///
"""# Tanh, three ways

The hyperbolic tangent squeezes any number into the interval from -1 to 1. It is the logistic
function's sister, centred on 0, and it sits in recurrent networks, in the approximation of GELU,
and at the end of every network that has to answer within limits: pixel values, steering angles, the
actions of a robot.

Its textbook formula fails for numbers that occur in every diverging training, and the obvious
repair leaves a `nan` in the *gradient*, which no test of the values can see.

## Goal

Write tanh from the logistic function, then by hand so that value and gradient survive everything,
then use torch's own where it belongs.

## Contract

All functions work element by element and return the shape and dtype of their tensor, float32 or
float64.

- `tanh_from_sigmoid(z)`
  - *takes* any tensor
  - *returns* tanh of `z`, computed with `torch.sigmoid`
- `tanh(z)`
  - *takes* any tensor
  - *returns* tanh of `z`, by hand
- `slope(y)`
  - *takes* the **output** of a tanh, between -1 and 1
  - *returns* the derivative of that tanh, computed from its output alone
- `bounded(z, low, high)`
  - *takes* scores, two floats
  - *returns* `torch.tanh` stretched over the interval: `low` for very small, `high` for very large
    scores, the middle for 0, and slope `(high - low) / 2` there; `ValueError` unless `low < high`,
    as with nan

For `tanh`:

- 800, -800 and infinities give 1 and -1, and finite numbers finite gradients; the slope at 0 is 1.
- Close to 0, where tanh(z) is nearly z, no digits are lost: for `1e-6` it is `1e-6`, in float32
  too.
- torch's `tanh`, `sigmoid`, `sinh`, `cosh` and `softmax` are not allowed in it.

## Two formulas

    tanh(z) = (exp(z) - exp(-z)) / (exp(z) + exp(-z))        tanh(z) = 2 s(2z) - 1

`s` is the logistic function, `s(z) = 1 / (1 + exp(-z))`. A point to check by hand: `z = log 2`. On
the left (2 - 1/2) / (2 + 1/2) = 3/5. On the right `exp(-2z)` is 1/4, so s(2z) = 4/5, and 8/5 - 1 =
3/5.

## What goes missing near 0

A float32 has about seven digits. In `1 - x`, with `x` close to 1, the leading ones cancel:

```python
>>> t = torch.tensor(1e-6)
>>> 1 - torch.exp(-t)
tensor(1.0133e-06)
>>> -torch.expm1(-t)
tensor(1.0000e-06)
```

`expm1` computes `exp(t) - 1` without the detour.

## What goes wrong in the gradient

`torch.where(condition, a, b)` differentiates **both** parts, and multiplies the slope of the one
that was not picked by 0. If that slope is `inf`, the product is `nan`. Both parts must be safe for
every input, so choose a *safe argument* first, by a `where` of its own, and compute with that.

## The slope from the output

Backward passes like functions whose derivative needs only what was already computed. For the
exponential it is the output itself: exp' = exp. For tanh it takes one multiplication and one
subtraction of the output; a framework need not keep the input.

## Out of scope

Half precision, second derivatives.

## Read more

[torch.tanh](https://docs.pytorch.org/docs/stable/generated/torch.tanh.html),
[torch.expm1](https://docs.pytorch.org/docs/stable/generated/torch.expm1.html),
[torch.where](https://docs.pytorch.org/docs/stable/generated/torch.where.html),
[nn.Tanh](https://docs.pytorch.org/docs/stable/generated/torch.nn.Tanh.html).
Next: ReLU and its relatives, which bend only once.
"""

# %%
import torch


# %%
def tanh_from_sigmoid(z: torch.Tensor) -> torch.Tensor:
    """Return tanh of each element of `z`, by `torch.sigmoid`.

    >>> tanh_from_sigmoid(torch.tensor([0.0, 1.0]))
    tensor([0.0000, 0.7616])
    """
    ### BEGIN SOLUTION
    return 2 * torch.sigmoid(2 * z) - 1
    ### END SOLUTION


# %%
def tanh(z: torch.Tensor) -> torch.Tensor:
    """Return tanh of each element of `z`; value and gradient are right for any size.

    >>> tanh(torch.tensor([1e-6, 800.0])).tolist()
    [9.999999974752427e-07, 1.0]
    """
    ### BEGIN SOLUTION
    size = torch.where(z >= 0, z, -z)
    power = torch.expm1(-2 * size)
    return torch.where(z >= 0, -power, power) / (2 + power)
    ### END SOLUTION


# %%
def slope(y: torch.Tensor) -> torch.Tensor:
    """Return the derivative of tanh at each place where its output is `y`.

    >>> slope(torch.tensor([0.0, 0.5, -1.0]))
    tensor([1.0000, 0.7500, 0.0000])
    """
    ### BEGIN SOLUTION
    return 1 - y**2
    ### END SOLUTION


# %%
def bounded(z: torch.Tensor, low: float, high: float) -> torch.Tensor:
    """Return the scores `z`, squeezed by `torch.tanh` into the interval from `low` to `high`.

    Raises ValueError unless `low` is less than `high`.

    >>> bounded(torch.tensor([-50.0, 0.0, 50.0]), 2.0, 6.0)
    tensor([2., 4., 6.])
    """
    ### BEGIN SOLUTION
    if not low < high:
        raise ValueError(f"the interval from {low} to {high} is empty")
    return (high + low) / 2 + (high - low) / 2 * torch.tanh(z)
    ### END SOLUTION


# %% tags=["explore"]
z = torch.tensor([-800.0, -1e-6, 0.0, 0.6931472, 800.0], requires_grad=True)
up, down = torch.exp(z), torch.exp(-z)
for name, value in [("formula", (up - down) / (up + down)), ("yours", tanh(z))]:
    print(f"{name:8}", value.detach(), torch.autograd.grad(value.sum(), z)[0])
print("slope at 3/5:", slope(torch.tensor(0.6)))
print("steering angles:", bounded(torch.linspace(-3, 3, 7), -30.0, 30.0))
