"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "A generator can be walked through once: after the norm is computed, the loop that scales the gradients finds nothing left.",
    seen="named",
)
def clip_gradients(parameters, max_norm):
    if not max_norm > 0:
        raise ValueError("max_norm must be positive")
    norms = [p.grad.norm() for p in parameters if p.grad is not None]
    if not norms:
        return torch.tensor(0.0)
    total = torch.stack(norms).norm()
    if total > max_norm:
        for p in parameters:
            if p.grad is not None:
                p.grad.mul_(max_norm / total)
    return total


@wrong(
    "Each gradient is clipped by its own norm, so the factors differ and the direction of the whole update changes.",
    seen="named",
)
def clip_gradients(parameters, max_norm):
    if not max_norm > 0:
        raise ValueError("max_norm must be positive")
    norms = []
    for p in parameters:
        if p.grad is None:
            continue
        norm = p.grad.norm()
        norms.append(norm)
        if norm > max_norm:
            p.grad.mul_(max_norm / norm)
    return torch.stack(norms).norm() if norms else torch.tensor(0.0)


@wrong(
    "Returns for want of gradients before max_norm is looked at, so a max_norm of 0 or below passes without a ValueError then.",
    seen="named",
)
def clip_gradients(parameters, max_norm):
    grads = [p.grad for p in parameters if p.grad is not None]
    if len(grads) == 0:
        return torch.tensor(0.0)
    if not max_norm > 0:
        raise ValueError(f"max_norm must be positive, not {max_norm}")
    total = torch.stack([g.norm() for g in grads]).norm()
    if total > max_norm:
        for g in grads:
            g *= max_norm / total
    return total


@wrong(
    "The loss function gets the bfloat16 output and computes with it; float() on the loss afterwards can't bring back the lost digits.",
    seen="caught",
)
def forward_loss(model, x, y, loss_fn):
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        loss = loss_fn(model(x), y)
    return loss.float()


@wrong(
    "The loss function still runs inside autocast: if it multiplies matrices, it does so in bfloat16, and the loss isn't float32.",
    seen="full marks",
)
def forward_loss(model, x, y, loss_fn):
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        output = model(x).float()
        return loss_fn(output, y)


@wrong(
    "Clips before unscale_: the norm is that of the scaled gradients, and after the division next to nothing is left of them.",
    seen="named",
)
def train_step(model, x, y, loss_fn, optimizer, scaler, max_norm):
    optimizer.zero_grad()
    loss = forward_loss(model, x, y, loss_fn)
    scaler.scale(loss).backward()
    norm = clip_gradients(model.parameters(), max_norm)
    scaler.unscale_(optimizer)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach(), norm


@wrong(
    "Decides by itself, from the norm, to skip the update; that is the scaler's business, and one that is off hands everything through.",
    seen="full marks",
)
def train_step(model, x, y, loss_fn, optimizer, scaler, max_norm):
    optimizer.zero_grad()
    loss = forward_loss(model, x, y, loss_fn)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = clip_gradients(model.parameters(), max_norm)
    if torch.isfinite(norm):
        scaler.step(optimizer)
    scaler.update()
    return loss.detach(), norm
