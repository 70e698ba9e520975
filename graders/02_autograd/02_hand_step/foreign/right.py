"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right("changes the memory through a detached tensor, without no_grad", seen="full marks")
def step_(params, lr):
    with_gradient = [p for p in params if p.grad is not None]
    for p in with_gradient:
        p.detach().sub_(p.grad.detach(), alpha=lr)
    return len(with_gradient)


@right("asks torch.autograd.grad for the gradients, and never looks at .grad", seen="full marks")
def fit_(w, b, x, y, lr, steps):
    losses = []
    while len(losses) < steps:
        loss = torch.nn.functional.mse_loss(x @ w + b, y)
        grads = torch.autograd.grad(loss, [w, b])
        with torch.no_grad():
            for p, grad in zip((w, b), grads):
                p.copy_(p - lr * grad)
        losses.append(float(loss))
    return losses


@right("gradients by formula, everything under no_grad", seen="full marks")
def fit_(w, b, x, y, lr, steps):
    losses = []
    with torch.no_grad():
        for _ in range(steps):
            error = x @ w + b - y
            losses.append(error.square().mean().item())
            w -= lr * 2 * (x.T @ error) / len(y)
            b -= lr * 2 * error.mean()
    return losses
