"""Right answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import right


@right(
    "Takes the gradients of each piece with torch.autograd.grad, sums them by hand, and writes .grad at the end.",
    seen="full marks",
)
def accumulate_(model, loss_fn, batches):
    parameters = list(model.parameters())
    trainable = [p for p in parameters if p.requires_grad]
    sums = [None] * len(trainable)
    loss_sum, seen = 0.0, 0
    for x, y in batches:
        n = x.shape[0]
        loss = loss_fn(model(x), y)
        if loss.requires_grad:
            pieces = torch.autograd.grad(loss, trainable, allow_unused=True)
            for i, piece in enumerate(pieces):
                if piece is None:
                    continue
                sums[i] = piece * n if sums[i] is None else sums[i] + piece * n
        loss_sum += float(loss.detach()) * n
        seen += n
        del loss
    for p in parameters:
        p.grad = None
    for p, g in zip(trainable, sums, strict=True):
        if g is not None:
            p.grad = (g / seen).detach()
    return loss_sum / seen
