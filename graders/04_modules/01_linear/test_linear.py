"""Checks of `MyLinear` and `to_torch`."""

import pytest
import torch

from . import probes


def weights(draw, rows, columns, dtype=torch.float32):
    """A weight and a bias that is not zero."""
    shapes = {"weight": (rows, columns), "bias": (rows,)}
    return {name: draw.normal(*shape, dtype=dtype) for name, shape in shapes.items()}


@pytest.mark.points(2)
def test_registers_its_parameters(agree):
    """`weight` and `bias` are parameters of the right shapes; with `bias=False`, `bias` is None."""
    agree.run(probes.registered, 3, 5, True)
    agree.run(probes.registered, 4, 2, False)


@pytest.mark.points(3)
def test_multiplies_and_adds(agree, draw, device):
    """A layer with given parameters computes `x @ weight.T + bias`, or the product alone."""
    given = weights(draw, 5, 3)
    agree.run(probes.outputs, given, draw.normal(4, 3))
    agree.run(probes.outputs, {"weight": given["weight"]}, draw.normal(2, 3))


@pytest.mark.hidden
def test_takes_any_leading_dimensions(agree, draw):
    """A single vector, sequences, transposed ones, and an empty batch work, also in float64."""
    agree.run(probes.outputs, weights(draw, 2, 4), draw.normal(4))
    wide = draw.normal(2, 3, 300, dtype=torch.float64)
    agree.run(probes.outputs, weights(draw, 4, 300, torch.float64), wide)
    agree.run(probes.outputs, weights(draw, 3, 2), draw.normal(0, 2))
    agree.run(probes.outputs, weights(draw, 2, 4), draw.normal(3, 2, 4), True)


@pytest.mark.points(2)
def test_lets_gradients_through(agree, draw, device):
    """A random gradient of the output arrives at weight, bias and input as it should."""
    given = weights(draw, 5, 3, torch.float64)
    x, upstream = (draw.normal(2, 4, n, dtype=torch.float64) for n in (3, 5))
    agree.run(probes.gradients, given, x, upstream)


@pytest.mark.hidden
def test_starts_in_the_right_range(agree):
    """New parameters are spread evenly between -k and k, and differ from layer to layer."""
    agree.run(probes.first_numbers, 30, 4000)


@pytest.mark.hidden
def test_refuses_other_widths(agree, draw):
    """An input whose last dimension is not `in_features` raises ValueError."""
    agree.run(probes.refused, 3, 5, draw.normal(4, 5))
    agree.run(probes.refused, 3, 1, draw.normal(3, 1))
    agree.run(probes.refused, 1, 5, draw.normal(4, 3))


def test_is_written_by_hand(agree, draw):
    """`MyLinear` is no `nn.Linear`, holds none, and does not call `F.linear`."""
    agree.run(probes.help_used, 3, 5, draw.normal(4, 3))


@pytest.mark.points(2)
def test_becomes_torchs_own(agree, draw, device):
    """`to_torch` returns an `nn.Linear` with exact copies, in any dtype, with or without bias."""
    exact = weights(draw, 4, 3, torch.float64)
    given = {name: 9.0 + value for name, value in exact.items()}  # where float32 is coarse
    agree.run(probes.handed_over, given, draw.normal(5, 3, dtype=torch.float64))
    half = {"weight": given["weight"].bfloat16()}
    agree.run(probes.handed_over, half, draw.normal(5, 3, dtype=torch.bfloat16))
