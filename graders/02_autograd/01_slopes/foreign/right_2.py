"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import right


@right("A vector-Jacobian product with ones, from autograd's functional side.", seen="full marks")
def slope_at(f, t):
    here = t.detach().clone()
    _, slopes = torch.autograd.functional.vjp(f, here, torch.ones_like(here))
    return slopes.detach()


@right("The gradients of the mean squared error, worked out on paper.", seen="full marks")
def grad_wb(w, b, x, y):
    with torch.no_grad():
        error = torch.mv(x, w) + b - y
        factor = 2.0 / y.shape[0]
        return factor * (x * error[:, None]).sum(dim=0), factor * error.sum()
