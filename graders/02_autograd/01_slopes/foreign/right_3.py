"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import right


@right(
    "Asks for the product of a vector of ones and the Jacobian, which for an elementwise function is its derivative.",
    seen="full marks",
)
def slope_at(f, t):
    point = t.detach().clone()
    _, slopes = torch.autograd.functional.vjp(f, point, torch.ones_like(point))
    return slopes.detach()
