"""Right answers by people who had seen the exercise alone, of a second round."""

from fractions import Fraction

import torch
from torch import nn

from torchdojo.grading import right


@right("Solves the line with exact fractions and rounds once, at the very end.", seen="full marks")
def original_line(model, x_scale, y_scale):
    w, b = Fraction(model.weight.item()), Fraction(model.bias.item())
    mx, sx = map(Fraction, x_scale)
    my, sy = map(Fraction, y_scale)

    def at(x):
        return my + sy * (w * (x - mx) / sx + b)

    intercept = at(Fraction(0))
    slope = at(Fraction(1)) - intercept
    return float(slope), float(intercept)


@right(
    "Measures errors in scaled units, where the shift of y cancels, and multiplies by the deviation of y at the end.",
    seen="full marks",
)
def rmse(model, x, y, x_scale, y_scale):
    (mx, sx), (my, sy) = x_scale, y_scale
    inputs = torch.sub(x, mx).div(sx).reshape(-1, 1)
    targets = torch.sub(y, my).div(sy).reshape(-1, 1)
    with torch.no_grad():
        mse = nn.functional.mse_loss(model(inputs), targets)
    return sy * mse.item() ** 0.5
