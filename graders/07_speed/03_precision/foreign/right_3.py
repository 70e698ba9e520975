"""Right answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import right


@right(
    "Asks autograd for the gradients and puts them into .grad itself, so nothing needs to be cleared before.",
    seen="full marks",
)
def train_step(model, x, y, loss_fn, optimizer, scaler, max_norm):
    weights = [p for group in optimizer.param_groups for p in group["params"] if p.requires_grad]
    loss = forward_loss(model, x, y, loss_fn)
    scaled = scaler.scale(loss)
    gradients = torch.autograd.grad(scaled, weights, allow_unused=True)
    for weight, gradient in zip(weights, gradients, strict=True):
        weight.grad = gradient
    scaler.unscale_(optimizer)
    norm = clip_gradients(weights, max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach(), norm
