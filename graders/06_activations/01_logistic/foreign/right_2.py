"""Right answers by people who had seen the exercise alone, of a second round."""

import torch

from torchdojo.grading import right


@right(
    "Brings its own backward pass: the slope is the product of the values at z and at -z, which are both computed without loss.",
    seen="full marks",
)
def sigmoid(z):
    class Logistic(torch.autograd.Function):
        @staticmethod
        def forward(ctx, z):
            power = torch.exp(-z.abs())
            large, small = 1 / (1 + power), power / (1 + power)
            ctx.save_for_backward(large * small)
            return torch.where(z < 0, small, large)

        @staticmethod
        def backward(ctx, grad):
            (slopes,) = ctx.saved_tensors
            return grad * slopes

    return Logistic.apply(z)


@right(
    "One fraction for both signs: numerator and denominator are powers of numbers that are never positive.",
    seen="full marks",
)
def sigmoid(z):
    zero = torch.zeros_like(z)
    below = torch.where(z < 0, z, zero)
    above = torch.where(z < 0, zero, z)
    top = torch.exp(below)
    return top / (top + torch.exp(-above))
