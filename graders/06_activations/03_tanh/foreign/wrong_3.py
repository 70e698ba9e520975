"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import wrong


@wrong(
    "The values are perfect, but at 0 both abs and sign have a slope of 0, so a unit that starts at 0 gets the gradient 0 instead of 1 and never moves.",
    seen="named",
)
def tanh(z):
    power = torch.expm1(-2 * z.abs())
    return torch.sign(z) * (-power / (2 + power))


@wrong(
    "Clamping at 9 is invisible in float32 only: tanh(9) is 1 - 3e-8, so in float64 even tanh(800.0) never reaches 1.",
    seen="caught",
)
def tanh(z):
    power = torch.expm1(2 * z.clamp(-9.0, 9.0))
    return power / (power + 2)


@wrong(
    "Every comparison with nan is False, so `low >= high` lets nan through: ask whether low < high holds, and refuse if not.",
    seen="named",
)
def bounded(z, low, high):
    if low >= high:
        raise ValueError("low must be less than high")
    return low + (high - low) * (torch.tanh(z) + 1) / 2


@wrong(
    "The values at the far ends come out by luck (2 / inf = 0), but there the gradient is nan for 800, and near 0 the ones cancel, so 1e-6 comes out with one digit right.",
    seen="named",
)
def tanh(z):
    return 1 - 2 / (torch.exp(2 * z) + 1)
