"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import right


@right("Writes through detached aliases, which share the memory.", seen="full marks")
def step_(params, lr):
    with_gradient = [p for p in params if p.grad is not None]
    for p in with_gradient:
        p.detach().add_(p.grad.detach(), alpha=-lr)
    return len(with_gradient)


@right("Uses the formula of the gradient instead of autograd.", seen="full marks")
def fit_(w, b, x, y, lr, steps):
    losses = []
    with torch.no_grad():
        for _ in range(steps):
            error = x @ w + b - y
            losses.append(float(error.square().mean()))
            w.sub_(lr * 2 * (x.T @ error) / len(y))
            b.sub_(lr * 2 * error.mean())
    return losses
