"""Checks of `slope_at` and `grad_wb`."""

import pytest
import torch


def plain(value):
    """A tensor without its record, or whatever came in its place"""
    return value.detach().clone() if isinstance(value, torch.Tensor) else value


def slopes(module, t, c):
    """Asks for the slopes of a polynomial, of a bent function and of c * sin(t) at `t`"""
    functions = [lambda t: t**3 - c * t, lambda t: torch.where(t > 0, c * t, t * t)]
    functions.append(lambda t: c * torch.sin(t))
    return [module.slope_at(f, t) for f in functions]


def gradients(module, w, b, x, y):
    """Calls `grad_wb` on plain tensors"""
    dw, db = module.grad_wb(w, b, x, y)
    return {"for w": dw, "for b": db}


def twice(module, w, b, x, y):
    """Calls `grad_wb` and `slope_at` twice with the same tensors, which require gradients"""
    w, b, t = (v.clone().requires_grad_() for v in (w, b, x))
    pairs = [module.grad_wb(w, b, x, y) for _ in range(2)]
    cubes = [module.slope_at(lambda t: t**3, t) for _ in range(2)]
    return [[plain(v) for v in pair] for pair in pairs], [plain(v) for v in cubes]


def caller_afterwards(module, w, b, x, y, old):
    """Looks at the caller's tensors after the calls: two with old gradients, two without"""
    for tracked in (True, False):
        leaves = [v.clone().requires_grad_(tracked) for v in (w, b, x[0])]
        if tracked:
            for leaf, value in zip(leaves, (old, old[0], old), strict=True):
                leaf.grad = value.clone()
        answers = [*module.grad_wb(*leaves[:2], x, y), module.slope_at(torch.sin, leaves[2])]
        found = {
            name: {"grad": v.grad, "requires_grad": v.requires_grad}
            for name, v in zip("wbt", leaves, strict=True)
        }
        if tracked:
            first = found
    answers = [plain(v) for v in answers]
    return {"leaves with gradients": first, "plain tensors": found, "answers": answers}


def used_by_f(module, t, weight):
    """Asks for the slope of t * v + weight * v**2, where t and weight are the caller's"""
    t, weight = t.clone().requires_grad_(), weight.clone().requires_grad_()
    slope = module.slope_at(lambda v: t * v + weight * v**2, t)
    tied = isinstance(slope, torch.Tensor) and slope.requires_grad
    return {"slope": plain(slope), "is tied": tied, "grad of t": t.grad, "of weight": weight.grad}


def loose(module, w, b, x, y):
    """Looks whether the answers are still tied to a record"""
    leaves = [v.clone().requires_grad_() for v in (w, b)]
    answers = [*module.grad_wb(*leaves, x, y), module.slope_at(torch.exp, leaves[0])]
    return [
        {"requires_grad": v.requires_grad, "graph": v.grad_fn is not None}
        if isinstance(v, torch.Tensor)
        else v
        for v in answers
    ]


def of_results(module, w, b, x, y):
    """Hands over results of earlier computations instead of leaves"""
    start = w.clone().requires_grad_()
    pair = module.grad_wb(start * 2, start[0] + b, x, y)
    return [plain(v) for v in (*pair, module.slope_at(torch.sin, start * 2))], start.grad


def line(draw, n=5, d=3):
    """Weights, bias, examples and targets in float64."""
    shapes = [(d,), (), (n, d), (n,)]
    return [draw.normal(*shape, dtype=torch.float64) for shape in shapes]


@pytest.mark.points(2)
def test_slope_of_any_function(agree, draw, device):
    """`slope_at` gives the derivative at each element, whatever the function and the shape."""
    agree.run(slopes, draw.normal(5, dtype=torch.float64), 0.5 + draw.int(1, 5))
    agree.run(slopes, draw.normal(2, 3, dtype=torch.float64), 2.5)
    agree.run(slopes, draw.normal(dtype=torch.float64), -1.5)
    agree.run(slopes, draw.normal(0, 2), 0.5)


@pytest.mark.points(2)
def test_finds_both_gradients(agree, draw, device):
    """`grad_wb` returns the gradients of the mean squared error, for w and for b."""
    agree.run(gradients, *line(draw))
    agree.run(gradients, *[v.float() for v in line(draw, n=1, d=2)])
    agree.run(gradients, *line(draw, n=4, d=1))


@pytest.mark.points(2)
def test_twice_is_the_same(agree, draw):
    """A second call with the same tensors gives the same answer as the first."""
    agree.run(twice, *line(draw))


@pytest.mark.points(2)
def test_leaves_no_trace(agree, draw):
    """The caller's tensors, those that `f` uses too, keep `.grad` and `requires_grad`."""
    agree.run(caller_afterwards, *line(draw), draw.normal(3, dtype=torch.float64))
    agree.run(used_by_f, *(draw.normal(4, dtype=torch.float64) for _ in range(2)))


@pytest.mark.points(1)
def test_answers_are_plain(agree, draw):
    """The answers do not require gradients."""
    agree.run(loose, *line(draw))


@pytest.mark.hidden
def test_takes_results_of_computations(agree, draw):
    """Tensors that are no leaves work as well, and nothing flows back through them."""
    agree.run(of_results, *line(draw))
