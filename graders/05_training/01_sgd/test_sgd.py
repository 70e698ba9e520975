"""Checks of `SGD` and `fit_with_torch`: every step of the way decides, in float64."""

import pytest
import torch
from torch import nn

from torchdojo import probing

F64 = torch.float64


def network(net):
    """A network with the values `net` for its parameters, and old gradients."""
    model = probing.filled(nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2)), net)
    for p in model.parameters():
        p.grad = p.detach() + 1
    return model


def trajectory(module, values, grads, settings, rates=()):
    """Makes a step for each round of gradients, and notes the parameters after every step"""
    params = [v.clone().requires_grad_() for v in values]
    return probing.path(module.SGD(params, **settings), params, grads, rates)


def attributes(module, values, lr, momentum):
    """Makes an `SGD` and looks at its `lr` and `momentum`"""
    optimizer = module.SGD([v.clone().requires_grad_() for v in values], lr, momentum)
    return {"lr": optimizer.lr, "momentum": optimizer.momentum}


def aftermath(module, values, grads, settings):
    """Makes a step, and looks at the leaves, at views of them taken before, and at the gradients"""
    params = [v.clone().requires_grad_() for v in values]
    views = [p.detach()[..., 1:] for p in params]
    optimizer = module.SGD(params, **settings)
    for p, grad in zip(params, grads, strict=True):
        p.grad = grad.clone()
    optimizer.step()
    leaves = [p.is_leaf and p.requires_grad for p in params]
    return {"views": views, "leaves": leaves, "grads": [p.grad for p in params]}


def side_by_side(module, nets, x, y, settings):
    """Trains two models in turn, each by an `SGD` that was given `model.parameters()`"""
    models = [network(net) for net in nets]
    optimizers = [module.SGD(model.parameters(), **settings) for model in models]
    return probing.side_by_side(models, optimizers, x, y)


def fitted(module, net, x, y, settings, show):
    """Calls `fit_with_torch` on a model with old gradients, and notes what `torch.optim` does"""
    model = network(net)
    names = {id(p): name for name, p in model.named_parameters()}
    known = []

    def note(one):
        groups = one.param_groups
        if not any(one is other for other in known):
            known.append(one)
        found = {key: sorted({group.get(key) for group in groups}) for key in ("lr", "momentum")}
        covered = sorted(names.get(id(p), "other") for group in groups for p in group["params"])
        rest = {"kind": probing.kind(one), "parameters": covered, "number": len(known)}
        return found | rest

    with probing.steps(note) as seen:
        losses = module.fit_with_torch(model, nn.MSELoss(), x, y, **settings)
    weights = [p.detach() for p in model.parameters()]
    return {"steps": seen, "weights": weights, "losses": losses}[show]


def leaves(draw, rounds):
    """Three parameters, two of them of one shape, and `rounds` rounds of gradients."""
    shapes = (4, 3), (5,), (5,)
    drawn = [[draw.normal(*s, dtype=F64) for s in shapes] for _ in range(rounds + 1)]
    return drawn[0], drawn[1:]


def problem(draw, nets=1):
    """Weights for networks, with a batch of inputs and targets."""
    shapes = (5, 3), (5,), (2, 5), (2,)
    drawn = [[draw.normal(*s, dtype=F64) for s in shapes] for _ in range(nets)]
    return drawn, draw.normal(7, 3, dtype=F64), draw.normal(7, 2, dtype=F64)


def chosen(draw):
    """A learning rate and a momentum."""
    return {"lr": 0.05 * draw.int(2, 5), "momentum": 0.1 * draw.int(6, 9)}


@pytest.mark.points(2)
def test_steps_by_lr_times_gradient(agree, draw, device):
    """Without momentum, each step subtracts `lr` times the gradient."""
    agree.run(trajectory, *leaves(draw, 2), {"lr": 0.05 * draw.int(2, 5)})


@pytest.mark.points(3)
def test_gathers_momentum(agree, draw, device):
    """With momentum, every parameter is where it should be after each of four steps."""
    agree.run(trajectory, *leaves(draw, 4), chosen(draw))


@pytest.mark.points(2)
def test_skips_those_without_gradient(agree, draw):
    """A parameter without gradient stays, and its velocity waits until there is one again."""
    values, rounds = leaves(draw, 4)
    rounds[0][1] = rounds[1][0] = rounds[2][1] = rounds[2][2] = None
    agree.run(trajectory, values, rounds, chosen(draw))


@pytest.mark.points(2)
def test_changes_the_weights_in_place(agree, draw):
    """A step writes into the same memory, leaves stay leaves, and `.grad` stays as it was."""
    values, (grads,) = leaves(draw, 1)
    agree.run(aftermath, values, grads, chosen(draw))


@pytest.mark.hidden
def test_obeys_a_new_lr(agree, draw):
    """After a change of `optimizer.lr` the next step uses the new one on the same velocities."""
    agree.run(trajectory, *leaves(draw, 3), chosen(draw), [0.4, 0.1, 0.02])


@pytest.mark.hidden
@pytest.mark.points(2)
def test_trains_models(agree, draw, device):
    """Two models in turn, each with its own `SGD` made from `model.parameters()`, by hand."""
    agree.run(side_by_side, *problem(draw, 2), chosen(draw))


@pytest.mark.hidden
def test_refuses_what_cannot_work(agree, draw):
    """No parameters, a negative `lr` or a negative `momentum` raise ValueError; zeros do not."""
    values, _ = leaves(draw, 0)
    for args in ([], 0.1, 0.9), (values, -0.1, 0.9), (values, 0.1, -0.9):
        agree.error("SGD", *args)
    agree.run(attributes, values, 0.0, 0.0)
    agree.run(attributes, values, 0.1, 0.5)


@pytest.mark.points(3)
def test_fits_with_torchs_own(agree, draw, device):
    """`fit_with_torch` makes its steps by one `torch.optim.SGD`, set as asked; returns losses."""
    (net,), x, y = problem(draw)
    for show in ("steps", "weights", "losses"):
        agree.run(fitted, net, x, y, chosen(draw) | {"steps": 4}, show)
