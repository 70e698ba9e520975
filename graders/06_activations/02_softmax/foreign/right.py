"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right(
    "Subtracts the logarithm of the sum and takes one power at the end, half precision by way of float32.",
    seen="full marks",
)
def softmax(z, dim):
    scores = z if z.dtype in (torch.float32, torch.float64) else z.float()
    shifted = scores - scores.detach().amax(dim, keepdim=True)
    return (shifted - shifted.exp().sum(dim, keepdim=True).log()).exp().to(z.dtype)


@right("An autograd function with the backward pass written by hand.", seen="full marks")
def softmax(z, dim):
    class Softmax(torch.autograd.Function):
        @staticmethod
        def forward(ctx, z):
            powers = torch.exp(z - z.amax(dim, keepdim=True))
            p = powers / powers.sum(dim, keepdim=True)
            ctx.save_for_backward(p)
            return p

        @staticmethod
        def backward(ctx, grad):
            (p,) = ctx.saved_tensors
            return p * (grad - (grad * p).sum(dim, keepdim=True))

    return Softmax.apply(z)


@right(
    "Moves the dimension to the front, where broadcasting needs no keepdim, and back again.",
    seen="full marks",
)
def softmax(z, dim):
    front = z.movedim(dim, 0)
    powers = (front - front.detach().amax(0)).exp()
    return (powers / powers.sum(0)).movedim(0, dim)
