"""Checks of `fit_stats`, `apply` and `standardise`."""

import pytest
import torch


def columns(draw, n, dtype=torch.float32):
    """A table (n, 4) whose columns differ in mean and spread."""
    table = draw.normal(n, 4, dtype=torch.float64)
    scale = torch.tensor([0.5, 3.0, 20.0, 1.0]) * draw.uniform(4, low=0.8, high=1.2)
    shift = torch.tensor([2.0, -5.0, 30.0, 0.7]) + draw.normal(4)
    return (table * scale + shift).to(dtype)


def with_constants(draw, n):
    """A table (n, 6) with four constant columns between two that vary.

    The mean of eleven times 0.3 is not quite 0.3 in float32.
    """
    constants = torch.cat([draw.uniform(3, low=0.1, high=0.9), torch.tensor([0.3])]).expand(n, 4)
    return torch.cat([draw.normal(n, 1, std=0.3), constants, draw.normal(n, 1, mean=3.0)], dim=1)


@pytest.mark.points(2)
def test_fits_each_feature(agree, draw, device):
    """`fit_stats` returns a mean and a deviation for each column; the deviation divides by N."""
    agree.call("fit_stats", columns(draw, 7))
    agree.call("fit_stats", columns(draw, 3, torch.float64))


@pytest.mark.points(2)
def test_constant_columns_get_one(agree, draw):
    """The deviation of a column whose values are all equal is 1, exactly there and nowhere else."""
    agree.call("fit_stats", with_constants(draw, 11)[:, 1:5])
    agree.call("fit_stats", with_constants(draw, 11))
    first, between, last = draw.amid([0.25] * 4, 0.251)
    for nearly in (first, last, between, [0.25, 0.5, 0.0, 0.25, 0.25]):
        agree.call("fit_stats", torch.tensor([[0.25] * 5, nearly]).T)
    agree.call("fit_stats", draw.normal(6, 2, dtype=torch.float64) * 1e-15)


@pytest.mark.points(2)
def test_applies_to_any_shape(agree, draw, device):
    """`apply` uses the statistics it is given, even tiny ones, on one example, a batch, batches."""
    for shape in [(4,), (5, 4), (2, 3, 4), (0, 4)]:
        mean, std = draw.normal(4), draw.uniform(4, low=0.2, high=3.0)
        agree.call("apply", draw.normal(*shape), mean, std)
    x, mean = draw.normal(5, 4, dtype=torch.float64), draw.normal(4, dtype=torch.float64)
    agree.call(
        "apply", x * 1e-12, mean * 1e-12, draw.uniform(4, low=0.2, high=3.0).double() * 1e-12
    )


@pytest.mark.points(2)
def test_judges_new_data_by_training(agree, draw):
    """`standardise` treats both tables by the statistics of `train`; `test` tells it nothing."""
    agree.call("standardise", columns(draw, 7), columns(draw, 5) * 2 + 1)
    agree.call("standardise", columns(draw, 5), columns(draw, 1))


@pytest.mark.hidden
def test_new_values_in_constant_columns(agree, draw):
    """A column that is constant in `train` but not in `test` gives finite, modest numbers."""
    train, test = with_constants(draw, 11), draw.normal(3, 6)
    agree.call("standardise", train, test)
    agree.call("standardise", train[:1], test)


@pytest.mark.hidden
def test_survives_large_offsets(agree, draw):
    """A column that varies by 0.3 around 20 000 keeps its deviation, in float32."""
    agree.call("fit_stats", draw.normal(9, 3, mean=20_000.0, std=0.3), rtol=1e-3)


@pytest.mark.hidden
def test_refuses_another_width(agree, draw):
    """`apply` raises ValueError where `x` has another number of features, be it 1 or a multiple."""
    mean, std = draw.normal(3), draw.uniform(3, low=0.2, high=3.0)
    agree.call("apply", draw.normal(5, 3), mean, std)
    for shape in ((5, 1), (5, 4), (5, 6), (5, 3, 4)):
        agree.error("apply", draw.normal(*shape), mean, std)
    agree.error("apply", draw.normal(5, 3), mean[:1], std[:1])
