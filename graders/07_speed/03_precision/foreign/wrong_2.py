"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "A generator can be gone through once: `model.parameters()` is empty by the time of your second loop, so the norm is right and nothing is clipped.",
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
                p.grad.mul_(max_norm / (total + 1e-6))
    return total


@wrong(
    "The loss is computed from bfloat16 scores and only then made float32: the type is right, the digits are lost already. Cast the output, not the loss.",
    seen="named",
)
def forward_loss(model, x, y, loss_fn):
    with torch.autocast(device_type=x.device.type, dtype=torch.bfloat16):
        output = model(x)
    return loss_fn(output, y).float()


@wrong(
    "You call `optimizer.step()` yourself, so the scaler cannot skip it: after one infinite gradient all weights are NaN, while the scaler dutifully halves its number.",
    seen="named",
)
def train_step(model, x, y, loss_fn, optimizer, scaler, max_norm):
    optimizer.zero_grad()
    loss = forward_loss(model, x, y, loss_fn)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = clip_gradients(model.parameters(), max_norm)
    optimizer.step()
    scaler.update()
    return loss.detach(), norm


@wrong(
    'Autocast is for the device "cuda" alone here: with a model on the CPU there is at most a warning, and everything runs in float32. Ask `x.device.type`.',
    seen="named",
)
def forward_loss(model, x, y, loss_fn):
    with torch.autocast("cuda", dtype=torch.bfloat16):
        output = model(x)
    return loss_fn(output.float(), y)


@wrong(
    "The gradients are clipped while they still are 65,536 times too large (`scaler.step` divides them only afterwards), so the updates are as good as zero and the norm is the scaled one; and the loss that you return still has its graph.",
    seen="caught",
)
def train_step(model, x, y, loss_fn, optimizer, scaler, max_norm):
    optimizer.zero_grad(set_to_none=True)
    loss = forward_loss(model, x, y, loss_fn)
    scaler.scale(loss).backward()
    norm = clip_gradients(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss, norm
