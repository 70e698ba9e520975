"""Checks of `step_` and `fit_`: the caller's own tensors decide."""

import pytest
import torch


def stepped(module, values, grads, lr, steps, show="values"):
    """Makes steps on leaves with gradients, and looks at the leaves, perhaps at the counts, too"""
    params = [v.clone().requires_grad_() for v in values]
    for p, grad in zip(params, grads, strict=True):
        p.grad = None if grad is None else grad.clone()
    counts = [module.step_(params, lr) for _ in range(steps)]
    values = [p.detach() for p in params]
    return {"values": values, "counts": counts} if show == "both" else values


def aftermath(module, values, grads, lr):
    """Looks whether the leaves are still leaves, with their gradients, after a step"""
    params = [v.clone().requires_grad_() for v in values]
    for p, grad in zip(params, grads, strict=True):
        p.grad = grad.clone()
    module.step_(params, lr)
    flags = [{"is_leaf": p.is_leaf, "requires_grad": p.requires_grad} for p in params]
    values = [p.detach() for p in params]
    return flags, [p.grad for p in params], values, torch.is_grad_enabled()


def seen_from_outside(module, values, grads, lr):
    """Makes a step, and looks at the weights, and at views of them that were taken before"""
    params = [v.clone().requires_grad_() for v in values]
    views = [p.detach()[..., 1:] for p in params]
    for p, grad in zip(params, grads, strict=True):
        p.grad = grad.clone()
    module.step_(params, lr)
    return {"views": views, "weights": [p.detach() for p in params]}


def fitted(module, w, b, x, y, recipe, show):
    """Fits a line from leaves, perhaps with old gradients; looks at the leaves, or at the losses"""
    w, b = w.clone().requires_grad_(), b.clone().requires_grad_()
    if recipe["old"] is not None:
        w.grad, b.grad = recipe["old"].clone(), recipe["old"].sum()
    views = w.detach()[1:], b.detach()
    losses = module.fit_(w, b, x, y, recipe["lr"], recipe["steps"])
    if show == "losses":
        return losses
    leaves = [v.is_leaf and v.requires_grad for v in (w, b)]
    return {"w": w.detach(), "b": b.detach(), "views": views, "still leaves": leaves}


def layers(draw):
    """Values and gradients for two parameters of different shapes."""
    return [[draw.normal(*s, dtype=torch.float64) for s in ((4, 3), (5,))] for _ in range(2)]


def problem(draw):
    """A line with examples, and how to fit it; the old gradients are large."""
    w, b = draw.normal(3, dtype=torch.float64), draw.normal(dtype=torch.float64)
    x, y = draw.normal(7, 3, dtype=torch.float64), draw.normal(7, dtype=torch.float64)
    old = draw.normal(3, dtype=torch.float64, std=4.0)
    return w, b, x, y, {"old": old, "lr": 0.03 + 0.01 * draw.int(0, 5), "steps": draw.int(4, 6)}


def found(draw, n=4, d=2):
    """A line in whole numbers that goes through all its examples: nothing is left to learn."""
    w, b, x = (draw.integers(-4, 5, *s).double() for s in ((d,), (), (n, d)))
    return w, b, x, x @ w + b


@pytest.mark.points(2)
def test_steps_downhill(agree, draw, device):
    """`step_` changes each tensor that it is given to `p - lr * p.grad`, step after step."""
    agree.run(stepped, *layers(draw), 0.1 * draw.int(2, 9), 1)
    agree.run(stepped, *layers(draw), 0.3, 3)


@pytest.mark.points(1)
def test_skips_those_without_gradient(agree, draw):
    """`step_` leaves tensors alone whose `.grad` is None, and returns how many others there are."""
    values = [draw.normal(4, dtype=torch.float64) for _ in range(3)]
    grads = [draw.normal(4, dtype=torch.float64) for _ in range(2)]
    for placed in reversed(draw.amid(grads, None)):
        agree.run(stepped, values, placed, 0.2, 1, "both")
    for same in (None, torch.zeros(4, dtype=torch.float64)):
        agree.run(stepped, values, [same, same, same], 0.2, 1, "both")
    agree.run(stepped, [], [], 0.2, 1, "both")


@pytest.mark.points(2)
def test_leaves_stay_leaves(agree, draw):
    """After `step_` each tensor is a leaf that requires gradients, and `.grad` is what it was."""
    agree.run(aftermath, *layers(draw), 0.2)


@pytest.mark.hidden
def test_works_in_the_same_memory(agree, draw):
    """Views of the weights see the step: it writes into the same memory."""
    agree.run(seen_from_outside, *layers(draw), 0.2)


@pytest.mark.points(3)
def test_fits_step_by_step(agree, draw, device):
    """After each number of steps, the caller's `w` and `b` are where they should be, as leaves."""
    *data, recipe = problem(draw)
    agree.run(fitted, *data, recipe, "weights")
    for change in ({"steps": 1, "old": None}, {"steps": 0}, {"steps": 4, "lr": 1.5}):
        agree.run(fitted, *data, recipe | change, "weights")


@pytest.mark.points(1)
def test_reports_the_losses(agree, draw):
    """`fit_` returns the loss before each step, as a list of floats, also where it stays."""
    *data, recipe = problem(draw)
    agree.run(fitted, *data, recipe, "losses")
    for change in ({"steps": 0}, {"lr": 0.0}, {"lr": 1.5}):
        agree.run(fitted, *data, recipe | change, "losses")
    agree.run(fitted, *found(draw), {"old": None, "lr": 0.125, "steps": 3}, "losses")


@pytest.mark.hidden
def test_is_done_by_hand(policy):
    """The step is yours: nothing of `torch.optim`."""
    policy.forbids("optim", "SGD", calling="step_", args=([], 0.1))
