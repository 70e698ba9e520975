"""Right answers by people who had seen the exercise alone."""

import torch
from torch import nn
from torch.autograd.function import once_differentiable

from torchdojo.grading import right


@right(
    "Stays in the exponent: exp(-log(1 + exp(-z))), with the logarithm by logaddexp.",
    seen="full marks",
)
def sigmoid(z):
    return torch.exp(-torch.logaddexp(torch.zeros_like(z), -z))


@right("A linear layer of one unit from torch.nn.functional does the sum.", seen="full marks")
def net_input(x, w):
    if w.dim() != 1 or len(w) != x.shape[1] + 1:
        raise ValueError(f"w has the shape {tuple(w.shape)}, not ({x.shape[1] + 1},)")
    return nn.functional.linear(x, w[1:].unsqueeze(0), w[:1]).squeeze(1)


@right(
    "An autograd function with its own slope, e / (1 + e)**2, so no branch and no kink can spoil the gradient.",
    seen="full marks",
)
def sigmoid(z):
    class Logistic(torch.autograd.Function):
        @staticmethod
        def forward(ctx, z):
            e = torch.exp(-z.abs())
            ctx.save_for_backward(e)
            return torch.where(z < 0, e, torch.ones_like(e)) / (1 + e)

        @staticmethod
        @once_differentiable
        def backward(ctx, grad):
            (e,) = ctx.saved_tensors
            return grad * e / (1 + e) ** 2

    return Logistic.apply(z)
