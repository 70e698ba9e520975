"""Right answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import right


@right(
    "An autograd function with the derivative of softmax written out: p (g - sum of g p).",
    seen="full marks",
)
def softmax(z, dim):
    class Softmax(torch.autograd.Function):
        @staticmethod
        def forward(ctx, scores):
            top, _ = torch.max(scores, dim, keepdim=True)
            p = torch.exp(scores - top)
            p = p / p.sum(dim, keepdim=True)
            ctx.save_for_backward(p)
            return p

        @staticmethod
        def backward(ctx, g):
            (p,) = ctx.saved_tensors
            weighted = g * p
            return weighted - p * weighted.sum(dim, keepdim=True)

    return Softmax.apply(z)
