"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import right


@right("All gradients really become one long vector first.", seen="full marks")
def clip_gradients(parameters, max_norm):
    if not max_norm > 0:
        raise ValueError(f"max_norm must be positive, not {max_norm}")
    grads = []
    for p in parameters:
        if p.grad is not None:
            grads.append(p.grad)
    if not grads:
        return torch.tensor(0.0)
    with torch.no_grad():
        long = torch.cat([g.detach().reshape(-1) for g in grads])
        norm = torch.linalg.vector_norm(long)
        if bool(norm > max_norm):
            factor = max_norm / norm
            for g in grads:
                g.mul_(factor)
    return norm


@right(
    "Takes the parameters out of the optimizer, and clears their gradients by hand.",
    seen="full marks",
)
def train_step(model, x, y, loss_fn, optimizer, scaler, max_norm):
    trained = [p for group in optimizer.param_groups for p in group["params"]]
    for p in (*trained, *model.parameters()):
        p.grad = None
    loss = forward_loss(model, x, y, loss_fn)
    scaled = scaler.scale(loss)
    scaled.backward()
    scaler.unscale_(optimizer)
    norm = clip_gradients((p for p in trained), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach().clone(), norm
