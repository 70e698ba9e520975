"""Checks of `NoisyLinear` and `build`: with the same random numbers, the same noise."""

import pytest
import torch

from . import probes


def layer(draw, dtype=torch.float64):
    """Weights and biases of a layer from 5 features to 3."""
    return [draw.normal(3, 5, dtype=dtype), draw.normal(3, dtype=dtype)]


@pytest.mark.points(3)
def test_adds_noise_in_training(agree, draw, device):
    """In training mode the input is disturbed by noise of the right size, before the linear map."""
    values, x = layer(draw), draw.normal(4, 5, dtype=torch.float64)
    agree.run(probes.called, values, x, draw.int(2, 9) / 4, True, 1, device)
    agree.run(probes.spread, 6, draw.int(2, 9) / 4)


@pytest.mark.points(3)
def test_is_exact_in_evaluation(agree, draw):
    """The mode alone decides: in evaluation no noise is added, and no random number is used up."""
    values, x = layer(draw), draw.normal(4, 5, dtype=torch.float64)
    agree.run(probes.when, values, x)
    agree.run(probes.called, values, x, draw.int(2, 9) / 4, False, 2)


@pytest.mark.points(2)
def test_draws_anew_for_each_number(agree, draw):
    """Every number of every example has noise of its own, and every call draws new noise."""
    values = layer(draw)
    x = draw.normal(1, 5, dtype=torch.float64).expand(4, 5)
    agree.run(probes.called, values, x, 0.5, True, 3)
    agree.run(probes.called, values, draw.normal(2, 3, 5, dtype=torch.float64), 0.5, True, 1)


@pytest.mark.points(2)
def test_registers_two_parameters(agree, draw):
    """Weight and bias are all that is trained and saved, and they begin as in `nn.Linear`."""
    agree.run(probes.made, [4, 3], draw.int(1, 999))
    agree.run(probes.made, [5, 2, 0.7], draw.int(1, 999))


@pytest.mark.points(2)
def test_builds_a_network(agree, draw):
    """`build` makes a network whose first layer, and no other, is noisy in training."""
    agree.run(probes.built, [3, 6, 4, 2], 0.5, draw.normal(5, 3))
    agree.run(probes.built, [4, 2], 0.25, draw.normal(5, 4))
    for sizes in ([], [3]):
        agree.error("build", sizes, 0.1)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_lets_gradients_through(agree, draw):
    """The input stays as it is, and gradients reach it, the weight and the bias."""
    agree.run(probes.after, layer(draw), draw.normal(4, 5, dtype=torch.float64))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_works_in_every_dtype(agree, draw):
    """The layer works in float64 and bfloat16, and where there are no values, on `meta`."""
    for dtype in (torch.float64, torch.float32, torch.bfloat16):
        x = draw.normal(4, 5, dtype=torch.float64).to(dtype)
        agree.run(probes.called, layer(draw, dtype), x, 0.5, True, 1)
    for dtype in ("float32", "bfloat16"):
        agree.run(probes.on_meta, dtype, [draw.int(2, 6), 4])


@pytest.mark.hidden
def test_knows_its_limits(agree, draw):
    """Noise of 0 changes nothing, and a negative `noise_std` raises ValueError."""
    values, x = layer(draw), draw.normal(4, 5, dtype=torch.float64)
    agree.run(probes.called, values, x, 0.0, True, 1)
    agree.error("NoisyLinear", 3, 2, -draw.int(1, 9) / 10)
