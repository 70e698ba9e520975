"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import wrong


@wrong(
    "A generator such as model.parameters() can be gone through once: after the norm it is empty, and your second loop clips nothing.",
    seen="named",
)
def clip_gradients(parameters, max_norm):
    if not max_norm > 0:
        raise ValueError("max_norm must be positive")
    norms = [p.grad.norm() for p in parameters if p.grad is not None]
    if not norms:
        return torch.tensor(0.0)
    norm = torch.stack(norms).norm()
    if norm > max_norm:
        for p in parameters:
            if p.grad is not None:
                p.grad.mul_(max_norm / (norm + 1e-6))
    return norm


@wrong(
    "The factor may be larger than 1, so gradients that are small enough are blown up to max_norm instead of left alone; and a max_norm of 0 or NaN passes your check.",
    seen="named",
)
def clip_gradients(parameters, max_norm):
    if max_norm < 0:
        raise ValueError("max_norm must be positive")
    grads = [p.grad for p in parameters if p.grad is not None]
    if not grads:
        return torch.tensor(0.0)
    norm = torch.linalg.vector_norm(torch.stack([torch.linalg.vector_norm(g) for g in grads]))
    factor = max_norm / (norm + 1e-6)
    for g in grads:
        g.mul_(factor)
    return norm


@wrong(
    "The loss function still stands under autocast: its input is float32, but a matrix product inside it is computed in bfloat16 again.",
    seen="named",
)
def forward_loss(model, x, y, loss_fn):
    with torch.autocast(device_type=x.device.type, dtype=torch.bfloat16):
        output = model(x)
        loss = loss_fn(output.float(), y)
    return loss.float()


@wrong(
    "Scaling max_norm as well makes the update right, but the norm that you return is that of the scaled gradients, 65,536 times too large; unscale first.",
    seen="caught",
)
def train_step(model, x, y, loss_fn, optimizer, scaler, max_norm):
    optimizer.zero_grad()
    loss = forward_loss(model, x, y, loss_fn)
    scaler.scale(loss).backward()
    norm = clip_gradients(model.parameters(), max_norm * scaler.get_scale())
    scaler.step(optimizer)
    scaler.update()
    return loss.detach(), norm
