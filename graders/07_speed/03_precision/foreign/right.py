"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right(
    "All gradients are put into one long vector, whose norm is taken; no norm of norms.",
    seen="full marks",
)
def clip_gradients(parameters, max_norm):
    if not max_norm > 0:
        raise ValueError(f"max_norm must be positive, not {max_norm}")
    grads = [p.grad.detach() for p in parameters if p.grad is not None]
    if not grads:
        return torch.tensor(0.0)
    norm = torch.cat([g.reshape(-1) for g in grads]).norm()
    if norm > max_norm:
        factor = max_norm / norm
        for g in grads:
            g.mul_(factor)
    return norm


@right("Divides by the norm plus 1e-6, as torch does itself.", seen="lost points")
def clip_gradients(parameters, max_norm):
    if not max_norm > 0:
        raise ValueError("max_norm must be positive")
    grads = [p.grad for p in parameters if p.grad is not None]
    if not grads:
        return torch.tensor(0.0)
    total = torch.linalg.vector_norm(torch.stack([torch.linalg.vector_norm(g) for g in grads]))
    if total > max_norm:
        factor = max_norm / (total + 1e-6)
        for g in grads:
            g.mul_(factor)
    return total


@right(
    "Autocast as a decorator around the model's call, and switched off explicitly around the loss.",
    seen="full marks",
)
def forward_loss(model, x, y, loss_fn):
    device = x.device.type

    @torch.autocast(device, dtype=torch.bfloat16)
    def outputs():
        return model(x)

    output = outputs().to(torch.float32)
    with torch.autocast(device, enabled=False):
        return loss_fn(output, y)


@right(
    "Forgets the old gradients only after the forward pass, and takes the parameters from the optimizer's groups.",
    seen="full marks",
)
def train_step(model, x, y, loss_fn, optimizer, scaler, max_norm):
    loss = forward_loss(model, x, y, loss_fn)
    model.zero_grad(set_to_none=True)
    optimizer.zero_grad(set_to_none=True)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    parameters = (p for group in optimizer.param_groups for p in group["params"])
    norm = clip_gradients(parameters, max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach(), norm
