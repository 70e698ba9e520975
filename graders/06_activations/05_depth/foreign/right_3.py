"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Asks autograd for the gradients of the weights directly, so what stands in .grad never takes part.",
    seen="full marks",
)
def gradient_norms(model, x, y):
    weights = [m.weight for m in model.modules() if isinstance(m, nn.Linear)]
    error = (model(x) - y).pow(2).mean()
    norms = []
    for g in torch.autograd.grad(error, weights):
        norms.append(float(g.pow(2).sum().sqrt()))
    for parameter in model.parameters():
        parameter.grad = None
    return norms
