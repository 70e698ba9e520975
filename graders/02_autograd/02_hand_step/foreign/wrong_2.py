"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "Assigning to .data gives the tensor new memory: whoever holds a view of the weights still sees the old numbers.",
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
    "You return how many parameters there are; those without gradient have not been changed and do not count.",
    seen="named",
)
def step_(params, lr):
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad
    return len(params)


@wrong("mul_ scales the gradient itself: after the step .grad must be what it was.", seen="named")
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
    "You clear the gradients after each step but not before the first one, so an old gradient of w or b takes part in it.",
    seen="named",
)
def fit_(w, b, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        loss = ((x @ w + b - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        step_([w, b], lr)
        w.grad = None
        b.grad = None
    return losses


@wrong(
    "Two mistakes: the losses are those after each step, and the loop ends early when the loss does not fall.",
    seen="named",
)
def fit_(w, b, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        w.grad = b.grad = None
        ((x @ w + b - y) ** 2).mean().backward()
        step_([w, b], lr)
        with torch.no_grad():
            loss = ((x @ w + b - y) ** 2).mean().item()
        losses.append(loss)
        if len(losses) > 1 and losses[-1] >= losses[-2]:
            break
    return losses
