"""Right answers by people who had seen the exercise alone, of a second round."""

import torch

from torchdojo.grading import right


@right(
    "Moves the dimension to the end, makes rows of it, and moves it back afterwards.",
    seen="full marks",
)
def softmax(z, dim):
    def of_rows(rows):
        top = rows.sort(dim=1, descending=True).values[:, :1].detach()
        powers = (rows - top).exp()
        return powers * powers.sum(dim=1).reciprocal()[:, None]

    moved = z.movedim(dim, -1)
    result = of_rows(moved.reshape(-1, moved.shape[-1]))
    return result.reshape(moved.shape).movedim(-1, dim)


@right(
    "Brings its own backward pass: the gradient of each group is y times (g minus the mean of g, weighted by y).",
    seen="full marks",
)
def softmax(z, dim):
    class Softmax(torch.autograd.Function):
        @staticmethod
        def forward(ctx, z, dim):
            y = torch.exp(z - torch.amax(z, dim, keepdim=True))
            y = y / y.sum(dim, keepdim=True)
            ctx.save_for_backward(y)
            ctx.dim = dim
            return y

        @staticmethod
        def backward(ctx, grad):
            (y,) = ctx.saved_tensors
            mean = (grad * y).sum(ctx.dim, keepdim=True)
            return y * (grad - mean), None

    return Softmax.apply(z, dim)
