"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "backward() fills the .grad of every leaf behind the result: the parameters that f uses besides get gradients that nobody asked for.",
    seen="named",
)
def slope_at(f, t):
    leaf = t.detach().clone().requires_grad_()
    f(leaf).sum().backward()
    return leaf.grad


@wrong(
    "Two slips: a difference quotient is no derivative, in float32 and for large t it is noise or 0, and if t requires gradients so does the answer.",
    seen="named",
)
def slope_at(f, t):
    h = 1e-3
    return (f(t + h) - f(t - h)) / (2 * h)


@wrong(
    "requires_grad_() changes the caller's own w and b: if they did not require gradients before, they do after the call.",
    seen="named",
)
def grad_wb(w, b, x, y):
    w.requires_grad_()
    b.requires_grad_()
    loss = torch.mean((x @ w + b - y) ** 2)
    grad_w, grad_b = torch.autograd.grad(loss, (w, b))
    return grad_w, grad_b


@wrong(
    "The formula is right, but it is computed from the w and b of the caller: where they require gradients the answers do too, and hold on to their graph.",
    seen="named",
)
def grad_wb(w, b, x, y):
    error = x @ w + b - y
    grad_w = 2 * (x.T @ error) / len(y)
    grad_b = 2 * error.mean()
    return grad_w, grad_b
