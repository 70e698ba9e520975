"""What goes wrong when autograd is asked for slopes."""

import torch

from torchdojo.grading import mistake, slip


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


slip(
    "The gradient of the mean is the slope divided by the number of elements: use the sum.",
    loses=[
        "slope_of_any_function",
        "twice_is_the_same",
        "takes_results_of_computations",
        "leaves_no_trace",
    ],
    edits=[
        (
            "(slope,) = torch.autograd.grad(f(leaf).sum(), leaf)\nreturn slope",
            "return torch.autograd.grad(f(leaf).mean(), leaf)[0]",
        )
    ],
)


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
    "`backward()` reaches the caller's own `t`: its `.grad` grows with each call. Take a leaf of your own.",
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
    "`t.requires_grad_()` changes the caller's own `t`: take a leaf of your own, `t.detach().requires_grad_()`.",
    loses=["leaves_no_trace"],
)
def slope_at(f, t: torch.Tensor) -> torch.Tensor:
    t.requires_grad_()
    return torch.autograd.grad(f(t).sum(), t)[0]


slip(
    "`requires_grad` is switched off at the end, whatever it was: it is the caller's. Detach first.",
    loses=["leaves_no_trace", "takes_results_of_computations"],
    edits=[
        ("leaf = t.detach().requires_grad_()", "t.requires_grad_(True)"),
        (
            "(slope,) = torch.autograd.grad(f(leaf).sum(), leaf)",
            "(slope,) = torch.autograd.grad(f(t).sum(), t)\nt.requires_grad_(False)",
        ),
    ],
)


@mistake(
    "`clone()` is still tied to `t`: the copy is no leaf, its `.grad` stays None and that of `t` grows. Detach first.",
    loses=[
        "twice_is_the_same",
        "leaves_no_trace",
        "answers_are_plain",
        "takes_results_of_computations",
    ],
)
def slope_at(f, t: torch.Tensor) -> torch.Tensor:
    copy = t.clone().requires_grad_()
    f(copy).sum().backward()
    return copy.grad


@mistake(
    "`backward()` fills every leaf behind the result, those that `f` uses too: `torch.autograd.grad` fills none.",
    loses=["leaves_no_trace"],
)
def slope_at(f, t: torch.Tensor) -> torch.Tensor:
    leaf = t.detach().clone().requires_grad_()
    f(leaf).sum().backward()
    return leaf.grad


slip(
    "The slope is still part of a graph: `create_graph=True` puts it there, for second derivatives, and so does arithmetic with `t` itself.",
    loses=["answers_are_plain", "leaves_no_trace"],
    edits=[
        (
            "(slope,) = torch.autograd.grad(f(leaf).sum(), leaf)\nreturn slope",
            "return torch.autograd.grad(f(leaf).sum(), leaf, create_graph=True)[0]",
        )
    ],
)

slip(
    "`backward()` adds: w and b are the caller's, so a second call returns the sum of both. Take gradients of leaves of your own.",
    loses=["twice_is_the_same", "leaves_no_trace", "takes_results_of_computations"],
    edits=[
        (
            "w, b = w.detach().requires_grad_(), b.detach().requires_grad_()",
            "if w.is_leaf:\n    w.requires_grad_()\n    b.requires_grad_()",
        ),
        ("loss = ((x @ w + b - y) ** 2).mean()", "((x @ w + b - y) ** 2).mean().backward()"),
        ("torch.autograd.grad(loss, (w, b))", "w.grad, b.grad"),
    ],
)


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
    "`backward()` adds into the very tensor that you keep as the old `.grad`: what is put back has changed.",
    loses=["leaves_no_trace"],
)
def grad_wb(w: torch.Tensor, b: torch.Tensor, x: torch.Tensor, y: torch.Tensor):
    leaves = [p if p.is_leaf and p.requires_grad else p.detach().requires_grad_() for p in (w, b)]
    old = [leaf.grad for leaf in leaves]
    ((x @ leaves[0] + leaves[1] - y) ** 2).mean().backward()
    answer = tuple(leaf.grad.clone() for leaf in leaves)
    for leaf, grad in zip(leaves, old):
        leaf.grad = grad
    return answer


@mistake(
    "`requires_grad_()` changes the caller's own w and b: take leaves of your own, `w.detach().requires_grad_()`.",
    loses=["leaves_no_trace"],
)
def grad_wb(w: torch.Tensor, b: torch.Tensor, x: torch.Tensor, y: torch.Tensor):
    w.requires_grad_()
    b.requires_grad_()
    return torch.autograd.grad(((x @ w + b - y) ** 2).mean(), (w, b))


@mistake(
    "`requires_grad` is switched off at the end, whatever it was: it is the caller's. Detach first.",
    loses=["leaves_no_trace", "takes_results_of_computations"],
)
def grad_wb(w: torch.Tensor, b: torch.Tensor, x: torch.Tensor, y: torch.Tensor):
    w.requires_grad_(True)
    b.requires_grad_(True)
    grads = torch.autograd.grad(((x @ w + b - y) ** 2).mean(), (w, b))
    w.requires_grad_(False)
    b.requires_grad_(False)
    return grads


slip(
    "The prediction is (N, 1) and `y` is (N,): their difference is (N, N), each prediction minus every target.",
    loses=[
        "finds_both_gradients",
        "twice_is_the_same",
        "takes_results_of_computations",
        "leaves_no_trace",
    ],
    edits=[("(x @ w + b - y) ** 2", "(x @ w.unsqueeze(1) + b - y) ** 2")],
)


@mistake(
    "The derivative of a square has a factor 2: the gradient for `w` is `2 / N` times `x.T @ error`.",
    loses=[
        "finds_both_gradients",
        "twice_is_the_same",
        "takes_results_of_computations",
        "leaves_no_trace",
    ],
)
def grad_wb(w: torch.Tensor, b: torch.Tensor, x: torch.Tensor, y: torch.Tensor):
    with torch.no_grad():
        error = x @ w + b - y
        return x.T @ error / len(y), error.mean()


slip(
    "`.data` is cut off from the record, so the loss knows nothing of w and b: compute it from the leaves.",
    loses=[
        "finds_both_gradients",
        "twice_is_the_same",
        "leaves_no_trace",
        "answers_are_plain",
        "takes_results_of_computations",
    ],
    edits=[
        ("(x @ w + b - y) ** 2", "(x @ w.data + b.data - y) ** 2"),
        ("return torch.autograd.grad(loss, (w, b))", "loss.backward()\nreturn w.grad, b.grad"),
    ],
)

slip(
    "After `requires_grad_()` w and b are computed with, so they are no leaves any more: their `.grad` stays None.",
    loses=[
        "finds_both_gradients",
        "twice_is_the_same",
        "answers_are_plain",
        "takes_results_of_computations",
        "leaves_no_trace",
    ],
    edits=[
        (
            "w, b = w.detach().requires_grad_(), b.detach().requires_grad_()",
            "w = w.detach().requires_grad_().clone()",
        ),
        (
            "loss = ((x @ w + b - y) ** 2).mean()",
            "b = b.detach().requires_grad_().clone()\n((x @ w + b - y) ** 2).mean().backward()",
        ),
        ("torch.autograd.grad(loss, (w, b))", "w.grad, b.grad"),
    ],
)

slip(
    "The answers are still part of a graph: `create_graph=True` puts them there, and so does arithmetic with the caller's `w` and `b`.",
    loses=["answers_are_plain"],
    edits=[
        (
            "torch.autograd.grad(loss, (w, b))",
            "torch.autograd.grad(loss, (w, b), create_graph=True)",
        )
    ],
)

slip(
    "These are the gradients of the sum of the squares: the loss is their mean.",
    loses=[
        "finds_both_gradients",
        "twice_is_the_same",
        "takes_results_of_computations",
        "leaves_no_trace",
    ],
    edits=[
        ("loss = ((x @ w + b - y) ** 2).mean()", ""),
        (
            "torch.autograd.grad(loss, (w, b))",
            "torch.autograd.grad(((x @ w + b - y) ** 2).sum(), (w, b))",
        ),
    ],
)


@mistake(
    "A quotient of small differences is only near the slope, and has a record where `t` or `f` has one: ask autograd.",
    loses=[
        "slope_of_any_function",
        "twice_is_the_same",
        "leaves_no_trace",
        "answers_are_plain",
        "takes_results_of_computations",
    ],
)
def slope_at(f, t: torch.Tensor) -> torch.Tensor:
    return (f(t + 1e-3) - f(t)) / 1e-3


slip(
    "The slopes come back in one flat row: they have the shape of `t`.",
    loses=["slope_of_any_function", "twice_is_the_same"],
    edits=[
        (
            "(slope,) = torch.autograd.grad(f(leaf).sum(), leaf)\nreturn slope",
            "return torch.autograd.grad(f(leaf).sum(), leaf)[0].flatten()",
        )
    ],
)


@mistake(
    "w and b need not require gradients, and then there are none to ask for: take leaves of your own, `w.detach().requires_grad_()`.",
    loses=["finds_both_gradients", "leaves_no_trace"],
)
def grad_wb(w: torch.Tensor, b: torch.Tensor, x: torch.Tensor, y: torch.Tensor):
    return torch.autograd.grad(((x @ w + b - y) ** 2).mean(), (w, b))


slip(
    "The gradient for `b` comes first: the pair is for w, then for b.",
    loses=[
        "finds_both_gradients",
        "twice_is_the_same",
        "takes_results_of_computations",
        "leaves_no_trace",
    ],
    edits=[
        ("loss = ((x @ w + b - y) ** 2).mean()", ""),
        (
            "torch.autograd.grad(loss, (w, b))",
            "torch.autograd.grad(((x @ w + b - y) ** 2).mean(), (b, w))",
        ),
    ],
)


@mistake(
    "A quotient of small differences is only near the slope, and has a record where `t` or `f` has one: ask autograd.",
    loses=[
        "slope_of_any_function",
        "twice_is_the_same",
        "leaves_no_trace",
        "answers_are_plain",
        "takes_results_of_computations",
    ],
)
def slope_at(f, t: torch.Tensor) -> torch.Tensor:
    return (f(t + 1e-3) - f(t - 1e-3)) / 2e-3


@mistake(
    "The answers are still part of a graph: `create_graph=True` puts them there, and so does arithmetic with the caller's `w` and `b`.",
    loses=["answers_are_plain"],
)
def grad_wb(w: torch.Tensor, b: torch.Tensor, x: torch.Tensor, y: torch.Tensor):
    error = x @ w + b - y
    return 2 / len(y) * x.T @ error, 2 * error.mean()
