"""Checks of `Standardize` and `Window`."""

import pytest
import torch

from . import probes


def rows(draw, n, dtype=torch.float64):
    """Features of different means and deviations."""
    means, deviations = torch.tensor([50.0, -3.0, 0.1]), torch.tensor([9.0, 0.5, 2.0])
    return (draw.normal(n, 3) * deviations + means).to(dtype)


@pytest.mark.points(2)
def test_registers_buffers(agree):
    """`mean` and `std` are buffers, 0 and 1 at first; there is nothing for an optimizer."""
    agree.run(probes.registered, "Standardize", 3)


@pytest.mark.points(3)
def test_standardises_each_feature(agree, draw, device):
    """After `fit`, other rows are standardised feature by feature, also far from 0."""
    agree.run(probes.standardised, rows(draw, 7), rows(draw, 2), "forward")
    agree.run(probes.standardised, rows(draw, 4), rows(draw, 10).reshape(2, 5, 3), "forward")
    agree.run(probes.standardised, 1e5 + rows(draw, 7), 1e5 + rows(draw, 2), "forward")


@pytest.mark.hidden
def test_survives_constant_features(agree, draw):
    """A feature that never changed, and only such a one, is divided by 1, not by a deviation."""
    for _ in range(4):  # see test_goes_back
        x, new = rows(draw, 5), rows(draw, 3)
        x[:, 1] = draw.int(2, 9)
        agree.run(probes.standardised, x, new, "forward")
        agree.run(probes.standardised, x[:1], new, "inverse")
    agree.run(probes.standardised, x, new, "forward", rows(draw, 4))
    x = rows(draw, 6)
    x[:, 0], x[:, 2] = torch.tensor([2.0, 2.0, 5.0, 1.0, 2.0, 2.0]), x[:, 2] * 1e-9
    agree.run(probes.standardised, x, x[1:4], "forward")
    constant = draw.normal(1, 40, dtype=torch.float64).repeat(7, 1)  # some of the means are rounded
    agree.run(probes.standardised, constant, draw.normal(3, 40, dtype=torch.float64), "forward")


@pytest.mark.points(2)
def test_goes_back(agree, draw, device):
    """`inverse` turns standardised numbers into the original units."""
    for _ in range(4):  # statistics kept in float32 may be exact enough by chance, but not always
        agree.run(
            probes.standardised, rows(draw, 6), draw.normal(4, 3, dtype=torch.float64), "inverse"
        )


@pytest.mark.points(2)
def test_is_saved_and_moved(agree, draw):
    """What was measured is in the state dict, and follows the layer to another device."""
    agree.run(probes.reloaded, rows(draw, 6, torch.float32), rows(draw, 2, torch.float32))
    agree.run(probes.moved, "Standardize", 3, draw.normal(2, 3))


@pytest.mark.hidden
def test_writes_into_its_buffers(agree, draw):
    """`fit` keeps the buffers' dtype, keeps no graph of the data, and returns nothing."""
    agree.run(probes.fitted_buffers, rows(draw, 6))


@pytest.mark.hidden
def test_refuses_other_shapes(agree, draw):
    """`fit` raises ValueError unless it is given rows of the right number of features."""
    for shape in [(4, 1), (3,), (4, 5), (2, 4, 3), (4, 3, 2), (0, 3)]:
        agree.run(probes.refused, 3, draw.normal(*shape))


@pytest.mark.points(2)
def test_keeps_its_window_to_itself(agree, draw, device):
    """`Window` multiplies by a Hann window, a buffer that moves along and is not saved."""
    agree.run(probes.windowed, draw.normal(2, 3, 8, dtype=torch.float32))
    agree.run(probes.registered, "Window", 5)
    agree.run(probes.moved, "Window", 6, draw.normal(2, 6))
