"""Checks of `LeakyClip`, `leaky_clip` and `numerical_gradient`."""

import pytest
import torch

from . import probes


def spread(draw, *shape):
    """Numbers below, inside and above every range that is used here."""
    return draw.normal(*shape, dtype=torch.float64, std=2.0)


@pytest.mark.points(2)
def test_has_the_right_values(agree, draw):
    """`leaky_clip` keeps what is in range, a share of the rest; of 1e9, with slope 0, the bound."""
    for shape in ((3, 4), (2, 3, 5), (), (0, 2)):
        low = -draw.int(2, 9) / 8
        agree.call("leaky_clip", spread(draw, *shape), low, low + 0.75, draw.int(1, 7) / 8)
    far = torch.tensor(draw.shuffled([1e9, -1e9, 3e7, -3e7, 0.25, -2.0]))
    agree.call("leaky_clip", far, -1.0, 0.5, 0.0)


@pytest.mark.points(3)
def test_sends_the_right_slopes_back(agree, draw, device):
    """The gradient that comes in is multiplied by 1 in range and by `slope` beyond it."""
    for shape in ((3, 4), (2, 3, 5)):
        upstream = draw.normal(*shape, dtype=torch.float64)
        settings = [-draw.int(2, 9) / 8, 0.5, draw.int(1, 7) / 8]
        agree.run(probes.sloped, spread(draw, *shape), upstream, settings)


@pytest.mark.points(2)
def test_keeps_calls_apart(agree, draw):
    """Several calls before the backward pass do not get in each other's way."""
    agree.run(probes.interleaved, *(spread(draw, 4, 3) for _ in range(3)))


@pytest.mark.points(2)
def test_is_an_operation_of_its_own(agree, draw):
    """`leaky_clip` applies `LeakyClip`, an `autograd.Function`."""
    agree.run(probes.described, spread(draw, 5))


@pytest.mark.points(3)
def test_finds_slopes_by_differences(agree, draw):
    """`numerical_gradient` moves each number up and down, and weighs results by `upstream`."""
    x, upstream, columns = (draw.normal(*s, dtype=torch.float64) for s in ((3, 4), (3, 4), (4, 3)))
    agree.run(probes.differenced, "a cube", x, upstream, 0.05)
    agree.run(probes.differenced, "row sums of exponentials", x, upstream[:, 0], 0.01)
    agree.run(probes.differenced, "running sums times the number", x, upstream, 0.05)
    agree.run(probes.differenced, "one number", x[:, 0], upstream[0, 0], 0.125)
    agree.run(probes.differenced, "a cube", x, upstream, 0.05, True)
    agree.run(probes.differenced, "a cube", x[0, 0], upstream[0, 0], 0.05)
    agree.run(probes.differenced, "a cube", x[:0], upstream[:0], 0.05)
    agree.run(probes.differenced, "its argument", x, upstream, 0.05)
    agree.run(probes.differenced, "its argument, transposed", x, columns, 0.05)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_leaves_what_it_is_given(agree, draw):
    """Inputs and incoming gradients keep their numbers, and no record is left behind."""
    agree.run(probes.untouched, spread(draw, 3, 4), spread(draw, 3, 4))
    agree.run(probes.tracked, spread(draw, 5), spread(draw, 5))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_can_be_differentiated_twice(agree, draw):
    """The gradient has a gradient of its own."""
    agree.run(probes.twice, spread(draw, 3, 4), spread(draw, 3, 4))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_knows_its_bounds(agree, draw):
    """The bounds belong to the range, also with a slope of 0; bad arguments raise ValueError."""
    x = torch.tensor([-1.0, -2.0, 0.5, 0.25, 0.75, -1.5], dtype=torch.float64)
    upstream = draw.normal(6, dtype=torch.float64)
    for slope in (0.0, 0.25):
        agree.run(probes.sloped, x, upstream, [-1.0, 0.5, slope])
    agree.run(probes.sloped, x, upstream, [0.5, 0.5, 0.25])
    agree.run(probes.refused, x)
