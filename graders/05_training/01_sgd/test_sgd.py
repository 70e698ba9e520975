"""Checks of `SGD` and `fit_with_torch`: every step of the way decides, in float64."""

import pytest
import torch

from . import probes

F64 = torch.float64


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
    agree.run(probes.trajectory, *leaves(draw, 2), {"lr": 0.05 * draw.int(2, 5)})


@pytest.mark.points(3)
def test_gathers_momentum(agree, draw, device):
    """With momentum, every parameter is where it should be after each of four steps."""
    agree.run(probes.trajectory, *leaves(draw, 4), chosen(draw))


@pytest.mark.points(2)
def test_skips_those_without_gradient(agree, draw):
    """A parameter without gradient stays, and its velocity waits until there is one again."""
    agree.run(probes.trajectory, *leaves(draw, 1), chosen(draw))
    values, rounds = leaves(draw, 4)
    rounds[0][1] = rounds[1][0] = rounds[2][1] = rounds[2][2] = None
    agree.run(probes.trajectory, values, rounds, chosen(draw))


@pytest.mark.points(2)
def test_changes_the_weights_in_place(agree, draw):
    """A step writes into the same memory, leaves stay leaves, and `.grad` stays as it was."""
    values, (grads,) = leaves(draw, 1)
    agree.run(probes.aftermath, values, grads, chosen(draw))


@pytest.mark.hidden
def test_obeys_a_new_lr(agree, draw):
    """After a change of `optimizer.lr` the next step uses the new one on the same velocities."""
    agree.run(probes.trajectory, *leaves(draw, 3), chosen(draw), [0.4, 0.1, 0.02])


@pytest.mark.hidden
@pytest.mark.points(2)
def test_trains_models(agree, draw, device):
    """Two models in turn, each with its own `SGD` made from `model.parameters()`, by hand."""
    agree.run(probes.side_by_side, *problem(draw, 2), chosen(draw))


@pytest.mark.hidden
def test_refuses_what_cannot_work(agree, draw):
    """No parameters, a negative `lr` or a negative `momentum` raise ValueError; zeros do not."""
    values, _ = leaves(draw, 0)
    for args in ([], 0.1, 0.9), (values, -0.1, 0.9), (values, 0.1, -0.9):
        agree.error("SGD", *args)
    agree.run(probes.without_parameters, 0.1)
    agree.run(probes.attributes, values, 0.0, 0.0)
    agree.run(probes.attributes, values, 0.1, 0.5)


@pytest.mark.points(3)
def test_fits_with_torchs_own(agree, draw, device):
    """`fit_with_torch` makes its steps by one `torch.optim.SGD`, set as asked; returns losses."""
    (net,), x, y = problem(draw)
    for show in ("steps", "weights", "losses"):
        agree.run(probes.fitted, net, x, y, chosen(draw) | {"steps": 4}, show)
