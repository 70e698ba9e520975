"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right(
    "asks torch.autograd.functional for the product of ones with the Jacobian", seen="full marks"
)
def slope_at(f, t):
    _, slope = torch.autograd.functional.vjp(f, t.detach(), torch.ones_like(t.detach()))
    return slope


@right("the formula of these gradients, worked out by hand, without any graph", seen="full marks")
def grad_wb(w, b, x, y):
    with torch.no_grad():
        pull = (x @ w + b - y) * (2 / max(len(y), 1))
        return x.T @ pull, pull.sum()


@right("torch.func.grad for both arguments of a pure function", seen="full marks")
def grad_wb(w, b, x, y):
    x, y = x.detach(), y.detach()

    def loss(w, b):
        return (x @ w + b - y).square().mean()

    grad_w, grad_b = torch.func.grad(loss, argnums=(0, 1))(w.detach(), b.detach())
    return grad_w, grad_b
