"""Checks of `Adam` and `fit_with_torch`: every step of the way decides, in float64."""

import pytest
import torch

from . import probes

F64 = torch.float64


def leaves(draw, rounds, std=1.0):
    """Three parameters, two of them of one shape, and `rounds` rounds of gradients."""
    shapes = (4, 3), (5,), (5,)
    values = [draw.normal(*s, dtype=F64) for s in shapes]
    return values, [[draw.normal(*s, dtype=F64, std=std) for s in shapes] for _ in range(rounds)]


def problem(draw, nets=1):
    """Weights for networks, with a batch of inputs and targets."""
    shapes = (5, 3), (5,), (5,), (5,), (2, 1, 2), (2,), (2, 8), (2,)
    drawn = [[draw.normal(*s, dtype=F64) for s in shapes] for _ in range(nets)]
    return drawn, draw.normal(7, 3, dtype=F64), draw.normal(7, 2, dtype=F64)


def chosen(draw, **more):
    """A learning rate, two betas, and an `eps` that is too small to be seen."""
    betas = 0.1 * draw.int(6, 8), 0.95
    return {"lr": 0.05 * draw.int(2, 5), "betas": betas, "eps": 1e-30} | more


@pytest.mark.points(3)
def test_follows_the_trajectory(agree, draw, device):
    """After each step each parameter is where it should be, also by default or with a new `lr`."""
    agree.run(probes.trajectory, *leaves(draw, 4), chosen(draw))
    agree.run(probes.trajectory, *leaves(draw, 3, std=1000.0), {})
    settings = chosen(draw, betas=(0.3, 0.4))
    agree.run(probes.trajectory, *leaves(draw, 3), settings, [0.4, 0.1, 0.02])


@pytest.mark.points(2)
def test_counts_each_parameters_updates(agree, draw):
    """A parameter without gradient stays, and its averages and its count wait with it."""
    values, rounds = leaves(draw, 4)
    rounds[0][1] = rounds[1][0] = rounds[2][1] = rounds[2][2] = None
    agree.run(probes.trajectory, values, rounds, chosen(draw))


@pytest.mark.hidden
def test_adds_eps_to_the_root(agree, draw):
    """A large `eps` acts as in the formula, and gradients of zero move nothing."""
    agree.run(probes.trajectory, *leaves(draw, 3, std=0.1), chosen(draw, eps=0.05))
    values, rounds = leaves(draw, 2)
    rounds = [[torch.zeros_like(grad) for grad in round_] for round_ in rounds]
    agree.run(probes.trajectory, values, rounds, {"lr": 0.1})


@pytest.mark.points(2)
def test_decays_the_weights(agree, draw):
    """`weight_decay` times the parameter is part of the gradient that both averages see."""
    agree.run(probes.trajectory, *leaves(draw, 3), chosen(draw, weight_decay=0.1 * draw.int(3, 8)))


@pytest.mark.points(2)
def test_changes_the_weights_in_place(agree, draw):
    """A step writes into the same memory, leaves stay leaves, and `.grad` stays as it was."""
    values, (grads,) = leaves(draw, 1)
    agree.run(probes.aftermath, values, grads, chosen(draw, weight_decay=0.3))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_trains_models(agree, draw, device):
    """Two models in turn, each with its own `Adam` made from `model.parameters()`, by hand."""
    agree.run(probes.side_by_side, *problem(draw, 2), chosen(draw))


@pytest.mark.hidden
def test_refuses_what_cannot_work(agree, draw):
    """No parameters, negative numbers or a beta of 1 or more raise ValueError; zeros do not."""
    values, _ = leaves(draw, 0)
    agree.error("Adam", [])
    agree.run(probes.without_parameters, 0.1)
    good = [0.1, (0.9, 0.99), 1e-8, 0.1]
    bad = [(0, -0.1), (1, (-0.1, 0.9)), (1, (0.9, -0.1)), (1, (1.0, 0.9)), (1, (0.9, 1.5))]
    for at, number in [*bad, (2, -1e-8), (3, -0.1)]:
        agree.error("Adam", values, *good[:at], number, *good[at + 1 :])
    agree.run(probes.made, values, 0.0, (0.0, 0.0), 0.0, 0.0)


@pytest.mark.points(3)
def test_fits_with_torchs_own(agree, draw, device):
    """`fit_with_torch` makes its steps by one `torch.optim.Adam`, and decays no biases or norms."""
    (net,), x, y = problem(draw)
    settings = {"lr": 0.05 * draw.int(2, 5), "weight_decay": 0.1 * draw.int(3, 8), "steps": 4}
    for show in ("steps", "weights", "losses"):
        agree.run(probes.fitted, net, x, y, settings, show)
