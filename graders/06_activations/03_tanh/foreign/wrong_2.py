"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch

from torchdojo.grading import wrong


@wrong(
    "`abs` and `sign` both have slope 0 at 0 for torch, so the gradient there is 0 instead of 1; the values are all right.",
    seen="named",
)
def tanh(z):
    t = torch.expm1(-2 * z.abs())
    return z.sign() * (-t / (t + 2))


@wrong(
    "Both formulas are computed for all numbers: at 800 the one that was not picked overflows, and its gradient turns into nan although the value is 1.",
    seen="named",
)
def tanh(z):
    up, down = torch.expm1(2 * z), torch.expm1(-2 * z)
    return torch.where(z > 0, -down / (down + 2), up / (up + 2))


@wrong(
    "Clamping at 10 is invisible in float32 only: in float64 tanh(12) and tanh(800) come out as tanh(10), four billionths below 1, with slope 0.",
    seen="named",
)
def tanh(z):
    t = torch.expm1(2 * z.clamp(-10.0, 10.0))
    return t / (t + 2)


@wrong(
    "`y` is the output of a tanh already; applying tanh once more gives the slope at another place.",
    seen="named",
)
def slope(y):
    return 1 - torch.tanh(y) ** 2


@wrong(
    "Two things: a logistic function without the factor 2 inside has only half the slope at 0; and `low >= high` is False for nan, which gets through.",
    seen="named",
)
def bounded(z, low, high):
    if low >= high:
        raise ValueError("low must be less than high")
    return low + (high - low) * torch.sigmoid(z)
