"""Right answers by people who had seen the exercise alone, of a second round."""

import torch

from torchdojo.grading import right


@right(
    "Takes the difference of two logistic functions: s(2z) - s(-2z) is the same as 2 s(2z) - 1.",
    seen="full marks",
)
def tanh_from_sigmoid(z):
    doubled = z + z
    return torch.sigmoid(doubled) - torch.sigmoid(doubled.neg())


@right(
    "Brings its own backward pass, with the slope 4 e / (1 + e)^2 from the same power as the value.",
    seen="full marks",
)
def tanh(z):
    class Tanh(torch.autograd.Function):
        @staticmethod
        def forward(ctx, z):
            size = z.abs()
            less = torch.expm1(-2 * size)
            power = torch.exp(-2 * size)
            ctx.save_for_backward(4 * power / (1 + power) ** 2)
            return torch.copysign(-less / (2 + less), z)

        @staticmethod
        def backward(ctx, grad):
            return grad * ctx.saved_tensors[0]

    return Tanh.apply(z)
