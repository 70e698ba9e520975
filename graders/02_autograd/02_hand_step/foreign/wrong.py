"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "p = p - ... makes a new tensor and moves the name; the caller's tensor keeps its old numbers. Change it in place.",
    seen="named",
)
def step_(params, lr):
    changed = 0
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p = p - lr * p.grad
                changed += 1
    return changed


@wrong(
    "p.data = ... gives p other memory: whoever holds a view of the weights never sees them change. Use p.sub_ or -=.",
    seen="named",
)
def step_(params, lr):
    changed = 0
    for p in params:
        if p.grad is not None:
            p.data = p.data - lr * p.grad
            changed += 1
    return changed


@wrong(
    "mul_ scales the gradient itself: after the step .grad is lr times what it was, and it had to stay.",
    seen="named",
)
def step_(params, lr):
    changed = 0
    with torch.no_grad():
        for p in params:
            if p.grad is None:
                continue
            p.sub_(p.grad.mul_(lr))
            changed += 1
    return changed


@wrong(
    "One parameter without gradient stops the step for all; only that one is to stay as it is.",
    seen="named",
)
def step_(params, lr):
    if any(p.grad is None for p in params):
        return 0
    with torch.no_grad():
        for p in params:
            p -= lr * p.grad
    return len(params)


@wrong(
    "Gradients are cleared only after each step: those with which w and b arrive take part in the first one.",
    seen="named",
)
def fit_(w, b, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        loss = ((x @ w + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            for p in (w, b):
                p -= lr * p.grad
                p.grad = None
        losses.append(loss.item())
    return losses


@wrong(
    "Computes the loss that it records after the update; the list should hold the loss before each step.",
    seen="named",
)
def fit_(w, b, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        w.grad = b.grad = None
        ((x @ w + b - y) ** 2).mean().backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
            losses.append(((x @ w + b - y) ** 2).mean().item())
    return losses


@wrong(
    "Stops early when the loss hardly moves, at the optimum or with a tiny lr: fewer steps and losses than were asked for.",
    seen="full marks",
)
def fit_(w, b, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        w.grad = b.grad = None
        loss = ((x @ w + b - y) ** 2).mean()
        if losses and abs(losses[-1] - loss.item()) < 1e-9:
            break
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
    return losses


@wrong(
    "The gradient for b is computed with the w that has already moved; one step takes both gradients at the same point.",
    seen="caught",
)
def fit_(w, b, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        losses.append(((x @ w + b - y) ** 2).mean().item())
        for p in (w, b):
            (grad,) = torch.autograd.grad(((x @ w + b - y) ** 2).mean(), p)
            with torch.no_grad():
                p -= lr * grad
    return losses
