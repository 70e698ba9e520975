"""Other right ways to train with half the bits."""

import math

import torch

from torchdojo.grading import alternative


@alternative("a sum of squares, and a question to the norm")
def clip_gradients(parameters, max_norm):
    if not max_norm > 0:
        raise ValueError("max_norm must be positive")
    with_gradient = [p for p in parameters if p.grad is not None]
    squares = [p.grad.square().sum() for p in with_gradient]
    norm = sum(squares, torch.tensor(0.0)).sqrt() if squares else torch.tensor(0.0)
    norm = norm.to(with_gradient[0].grad.dtype) if squares else norm
    if norm > max_norm:
        for p in with_gradient:
            p.grad = p.grad / norm * max_norm
    return norm


@alternative("all gradients as one long vector")
def clip_gradients(parameters, max_norm):
    if max_norm <= 0 or math.isnan(max_norm):
        raise ValueError("max_norm must be positive")
    gradients = [p.grad for p in parameters if p.grad is not None]
    if len(gradients) == 0:
        return torch.tensor(0.0)
    norm = torch.linalg.vector_norm(torch.cat([g.flatten() for g in gradients]))
    scale = torch.where(norm > max_norm, max_norm / norm, torch.ones_like(norm))
    torch._foreach_mul_(gradients, scale)
    return norm


@alternative("autocast switched off again around the loss")
def forward_loss(model, x, y, loss_fn):
    with torch.autocast(device_type=x.device.type, dtype=torch.bfloat16, enabled=True):
        output = model(x)
        with torch.autocast(device_type=x.device.type, enabled=False):
            return loss_fn(output.to(torch.float32), y)


@alternative("gradients set to None by hand, and the parameters taken from the optimizer")
def train_step(model, x, y, loss_fn, optimizer, scaler, max_norm):
    for p in model.parameters():
        p.grad = None
    loss = forward_loss(model, x, y, loss_fn)
    scaled = scaler.scale(loss)
    scaled.backward()
    scaler.unscale_(optimizer)
    owned = [p for group in optimizer.param_groups for p in group["params"]]
    norm = clip_gradients(owned, max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach().clone(), norm
