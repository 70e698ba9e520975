"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "backward() fills the .grad of every leaf behind the result, so a weight that f uses finds your gradient in its .grad.",
    seen="named",
)
def slope_at(f, t):
    leaf = t.detach().clone().requires_grad_(True)
    f(leaf).sum().backward()
    return leaf.grad


@wrong(
    "The derivative of a square has a factor of 2: without it your gradients are half of what they should be.",
    seen="named",
)
def grad_wb(w, b, x, y):
    w, b, x, y = w.detach(), b.detach(), x.detach(), y.detach()
    error = x @ w + b - y
    return x.T @ error / len(y), error.mean()


@wrong(
    "The mean divides each slope by the number of elements; only the sum leaves the derivative in its place.",
    seen="named",
)
def slope_at(f, t):
    leaf = t.detach().clone().requires_grad_(True)
    return torch.autograd.grad(f(leaf).mean(), leaf)[0]


@wrong(
    "requires_grad_() changes the caller's own w and b: afterwards they require gradients, although they did not before.",
    seen="named",
)
def grad_wb(w, b, x, y):
    w.requires_grad_(True)
    b.requires_grad_(True)
    loss = ((x @ w + b - y) ** 2).mean()
    return torch.autograd.grad(loss, (w, b))


@wrong(
    "Two mistakes: a difference quotient is only near the slope, and the answer keeps its record if t or something in f requires gradients.",
    seen="named",
)
def slope_at(f, t):
    step = 1e-3
    return (f(t + step) - f(t)) / step
