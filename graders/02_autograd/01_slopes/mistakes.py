"""What goes wrong when autograd is asked for slopes."""

import torch

from torchdojo.grading import mistake


@mistake(
    "`backward()` starts from a single number: take the sum of all results first.",
    loses=[
        "slope_of_any_function",
        "twice_is_the_same",
        "leaves_no_trace",
        "answers_are_plain",
        "takes_results_of_computations",
    ],
)
def slope_at(f, t: torch.Tensor) -> torch.Tensor:
    leaf = t.detach().requires_grad_()
    f(leaf).backward()
    return leaf.grad


@mistake(
    "The gradient of the mean is the slope divided by the number of elements: use the sum.",
    loses=[
        "slope_of_any_function",
        "twice_is_the_same",
        "takes_results_of_computations",
        "leaves_no_trace",
    ],
)
def slope_at(f, t: torch.Tensor) -> torch.Tensor:
    leaf = t.detach().requires_grad_()
    return torch.autograd.grad(f(leaf).mean(), leaf)[0]


@mistake(
    "A quotient of small differences is only near the slope: autograd gives it to the last digit.",
    loses=[
        "slope_of_any_function",
        "twice_is_the_same",
        "takes_results_of_computations",
        "leaves_no_trace",
    ],
)
def slope_at(f, t: torch.Tensor) -> torch.Tensor:
    t, step = t.detach(), 1e-3
    return (f(t + step) - f(t - step)) / (2 * step)


@mistake(
    "`slope_at` calls `backward()` on the caller's own `t`: its `.grad` grows with each call.",
    loses=[
        "slope_of_any_function",
        "twice_is_the_same",
        "leaves_no_trace",
        "takes_results_of_computations",
    ],
)
def slope_at(f, t: torch.Tensor) -> torch.Tensor:
    if not t.requires_grad:
        t.requires_grad_()
    f(t).sum().backward()
    return t.grad


@mistake(
    "`backward()` adds: w and b are the caller's, so a second call returns the sum of both. Take gradients of leaves of your own.",
    loses=["twice_is_the_same", "leaves_no_trace", "takes_results_of_computations"],
)
def grad_wb(w: torch.Tensor, b: torch.Tensor, x: torch.Tensor, y: torch.Tensor):
    if w.is_leaf:
        w.requires_grad_()
        b.requires_grad_()
    ((x @ w + b - y) ** 2).mean().backward()
    return w.grad, b.grad


@mistake(
    "The caller's `.grad` is cleared before `backward()`: what was in it is lost, and it is not yours.",
    loses=["leaves_no_trace", "takes_results_of_computations"],
)
def grad_wb(w: torch.Tensor, b: torch.Tensor, x: torch.Tensor, y: torch.Tensor):
    tracked = w.requires_grad
    if w.is_leaf:
        w.requires_grad_()
        b.requires_grad_()
        w.grad = b.grad = None
    ((x @ w + b - y) ** 2).mean().backward()
    answer = w.grad, b.grad
    if w.is_leaf and not tracked:
        w.grad = b.grad = None
        w.requires_grad_(False)
        b.requires_grad_(False)
    return answer


@mistake(
    "`.data` is cut off from the record, so the loss knows nothing of w and b: compute it from the leaves.",
    loses=[
        "finds_both_gradients",
        "twice_is_the_same",
        "leaves_no_trace",
        "answers_are_plain",
        "takes_results_of_computations",
    ],
)
def grad_wb(w: torch.Tensor, b: torch.Tensor, x: torch.Tensor, y: torch.Tensor):
    w, b = w.detach().requires_grad_(), b.detach().requires_grad_()
    loss = ((x @ w.data + b.data - y) ** 2).mean()
    loss.backward()
    return w.grad, b.grad


@mistake(
    "After `requires_grad_()` w and b are computed with, so they are no leaves any more: their `.grad` stays None.",
    loses=[
        "finds_both_gradients",
        "twice_is_the_same",
        "answers_are_plain",
        "takes_results_of_computations",
        "leaves_no_trace",
    ],
)
def grad_wb(w: torch.Tensor, b: torch.Tensor, x: torch.Tensor, y: torch.Tensor):
    w = w.detach().requires_grad_().clone()
    b = b.detach().requires_grad_().clone()
    ((x @ w + b - y) ** 2).mean().backward()
    return w.grad, b.grad


@mistake(
    "`create_graph=True` keeps the answers tied to their record: that is for second derivatives only.",
    loses=["answers_are_plain"],
)
def grad_wb(w: torch.Tensor, b: torch.Tensor, x: torch.Tensor, y: torch.Tensor):
    w, b = w.detach().requires_grad_(), b.detach().requires_grad_()
    loss = ((x @ w + b - y) ** 2).mean()
    return torch.autograd.grad(loss, (w, b), create_graph=True)


@mistake(
    "These are the gradients of the sum of the squares: the loss is their mean.",
    loses=[
        "finds_both_gradients",
        "twice_is_the_same",
        "takes_results_of_computations",
        "leaves_no_trace",
    ],
)
def grad_wb(w: torch.Tensor, b: torch.Tensor, x: torch.Tensor, y: torch.Tensor):
    w, b = w.detach().requires_grad_(), b.detach().requires_grad_()
    return torch.autograd.grad(((x @ w + b - y) ** 2).sum(), (w, b))
