"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "t.requires_grad_() changes the caller's tensor, which requires gradients ever after; detach() first.",
    seen="caught",
)
def slope_at(f, t):
    t.requires_grad_()
    (slope,) = torch.autograd.grad(f(t).sum(), t)
    return slope


@wrong(
    "mean() divides every slope by the number of elements; only the gradient of the sum has the plain derivatives.",
    seen="named",
)
def slope_at(f, t):
    leaf = t.detach().clone().requires_grad_()
    (slope,) = torch.autograd.grad(f(leaf).mean(), leaf)
    return slope


@wrong(
    "clone() is still tied to a t that requires gradients: no leaf, so .grad is None, and backward() fills the .grad of t.",
    seen="named",
)
def slope_at(f, t):
    copy = t.clone()
    copy.requires_grad_()
    f(copy).sum().backward()
    return copy.grad


@wrong(
    "backward() adds to every leaf behind the result: if f uses t itself, as in lambda v: v * t, the .grad of t changes.",
    seen="full marks",
)
def slope_at(f, t):
    leaf = t.detach().clone().requires_grad_()
    f(leaf).sum().backward()
    return leaf.grad


@wrong(
    "create_graph=True makes the slope itself part of a graph: the answer requires gradients, where a plain tensor is promised.",
    seen="caught",
)
def slope_at(f, t):
    leaf = t.detach().requires_grad_()
    (slope,) = torch.autograd.grad(f(leaf).sum(), leaf, create_graph=True)
    return slope


@wrong(
    "backward() adds into the very tensor that old holds: old gradients come into the answer, and what is put back is changed.",
    seen="caught",
)
def grad_wb(w, b, x, y):
    w_leaf, b_leaf = (
        p if p.is_leaf and p.requires_grad else p.detach().requires_grad_() for p in (w, b)
    )
    old = w_leaf.grad, b_leaf.grad
    ((x @ w_leaf + b_leaf - y) ** 2).mean().backward()
    answer = w_leaf.grad.clone(), b_leaf.grad.clone()
    w_leaf.grad, b_leaf.grad = old
    return answer


@wrong(
    "The prediction is (N, 1) and y is (N,): the difference broadcasts to (N, N), every prediction against every target.",
    seen="caught",
)
def grad_wb(w, b, x, y):
    w_leaf, b_leaf = w.detach().requires_grad_(), b.detach().requires_grad_()
    prediction = x @ w_leaf.unsqueeze(1) + b_leaf
    loss = ((prediction - y) ** 2).mean()
    return torch.autograd.grad(loss, (w_leaf, b_leaf))


@wrong(
    "Switches requires_grad off at the end, whatever it was: weights that required gradients do not any more.",
    seen="caught",
)
def grad_wb(w, b, x, y):
    w.requires_grad_(True)
    b.requires_grad_(True)
    loss = ((x @ w + b - y) ** 2).mean()
    grads = torch.autograd.grad(loss, (w, b))
    w.requires_grad_(False)
    b.requires_grad_(False)
    return grads
