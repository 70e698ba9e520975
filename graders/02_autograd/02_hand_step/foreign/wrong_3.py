"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "Assigning to p.data gives the parameter new memory: p shows the step, but whoever holds a view of the weights sees the old ones.",
    seen="named",
)
def step_(params, lr):
    count = 0
    for p in params:
        if p.grad is not None:
            p.data = p.data - lr * p.grad
            count += 1
    return count


@wrong(
    "Two slips: parameters whose gradient is all zeros are not counted though they have one, and mul_ leaves their .grad scaled by lr.",
    seen="named",
)
def step_(params, lr):
    count = 0
    with torch.no_grad():
        for p in params:
            if p.grad is not None and p.grad.any():
                p.sub_(p.grad.mul_(lr))
                count += 1
    return count


@wrong(
    "The gradients are cleared after each step but not before the first: old ones that w and b bring along take part in it.",
    seen="named",
)
def fit_(w, b, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        loss = ((x @ w + b - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            for p in (w, b):
                p -= lr * p.grad
                p.grad.zero_()
    return losses


@wrong(
    "It stops as soon as the loss no longer falls, but all steps are to be made, also where the loss stays or grows.",
    seen="named",
)
def fit_(w, b, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        w.grad = b.grad = None
        loss = ((x @ w + b - y) ** 2).mean()
        if losses and loss.item() >= losses[-1]:
            break
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
    return losses
