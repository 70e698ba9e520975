"""Checks of the line: by its trajectory in float64, and by the formula for its units."""

import pytest
import torch

from . import probes


def measurements(draw, n):
    """Raw measurements around a line, far from 0 and of different sizes."""
    x = draw.uniform(n, low=200.0, high=700.0, dtype=torch.float64)
    noise = draw.normal(n, dtype=torch.float64)
    return x, draw.int(50, 90) - draw.int(11, 29) / 100 * x + noise


def scales(draw):
    """Two scales, with means and deviations that cannot be mistaken for each other."""
    means, stds = draw.python.sample(range(30, 90), 2), draw.python.sample(range(2, 9), 2)
    return [(mean + 0.5, std + 0.25) for mean, std in zip(means, stds, strict=True)]


@pytest.mark.points(1)
def test_measures_the_scale(agree, draw):
    """`scale_of` returns mean and standard deviation as floats, also of numbers far from 0."""
    rising = draw.normal(5, mean=40.0, std=3.0, dtype=torch.float64).sort().values
    falling = draw.normal(draw.int(7, 12), mean=-2.0, std=0.1, dtype=torch.float64).sort().values
    agree.call("scale_of", rising)
    agree.call("scale_of", falling.flip(0))


@pytest.mark.points(2)
def test_gives_out_columns(agree, draw):
    """`make_loader` shuffles by the given generator and gives out pairs of columns, all of them."""
    x, y = draw.normal(11, dtype=torch.float64), draw.normal(11, dtype=torch.float64)
    agree.run(probes.batched, x, y, 4, draw.int(0, 9999))


@pytest.mark.points(3)
def test_trains_as_it_should(agree, draw):
    """After three epochs with a small last batch, both parameters and all losses are right."""
    start = draw.normal(1, 1, dtype=torch.float64), draw.normal(1, dtype=torch.float64)
    old = draw.normal(1, 1, dtype=torch.float64), draw.normal(1, dtype=torch.float64)
    x, y = draw.normal(9, 1, dtype=torch.float64), draw.normal(9, 1, dtype=torch.float64)
    agree.run(probes.trained, start, old, x, y, 4, draw.int(5, 20) / 100, 3)


@pytest.mark.points(3)
def test_speaks_in_original_units(agree, draw):
    """`original_line` converts to slope and intercept, also in float32 and far from 0."""
    weight, bias = draw.normal(1, 1, dtype=torch.float64), draw.normal(1, dtype=torch.float64)
    agree.run(probes.converted, "original_line", weight, bias, *scales(draw))
    weight, bias = draw.uniform(1, 1, low=0.5, high=1.5), draw.normal(1)
    far = draw.int(3, 9) * 1e6 + 0.5
    cancels = weight.item() * 150.25 / 250.25 * far - 150.25 * bias.item()
    x_scale, y_scale = (far, 250.25), (cancels + draw.int(2, 5) + 0.3, 150.25)
    agree.run(probes.converted, "original_line", weight, bias, x_scale, y_scale, rtol=1e-4)


@pytest.mark.points(2)
def test_judges_new_measurements(agree, draw):
    """`rmse` is in the units of y, and uses the scales of the training data."""
    weight, bias = draw.normal(1, 1, dtype=torch.float64), draw.normal(1, dtype=torch.float64)
    x, y = measurements(draw, 7)
    agree.run(probes.converted, "rmse", weight, bias, x, y, *scales(draw))


@pytest.mark.points(3)
def test_fits_by_torchs_own(agree, draw):
    """`fit_line` uses `nn.Linear`, `nn.MSELoss` and `torch.optim.SGD`, and gets the right line."""
    agree.run(probes.fitted, *measurements(draw, 11), 0.1, 4, 4, draw.int(0, 9999))
    x, y = measurements(draw, 9)
    agree.run(probes.fitted, x.float(), y.float(), 0.1, 2, 4, draw.int(0, 9999), rtol=1e-3)


@pytest.mark.hidden
def test_fits_what_is_far_away(agree, draw):
    """`fit_line` is right for measurements in the millions and in thousandths, to the end."""
    x, y = measurements(draw, 13)
    agree.run(probes.fitted, x * 10_000, y / 1000, 0.15, 25, 5, draw.int(0, 9999))


@pytest.mark.hidden
def test_refuses_equal_measurements(agree, draw):
    """`scale_of` raises ValueError if all are equal or there is only one, and only then."""
    agree.call("scale_of", draw.normal(6, mean=9.0, dtype=torch.float64))
    agree.call("scale_of", draw.normal(5, std=1e-12, dtype=torch.float64))
    for values in draw.amid([0.1] * 4, 0.3):
        agree.call("scale_of", torch.tensor(values, dtype=torch.float64))
    for n in 2, draw.choice([3, 6, 7]), 1:
        agree.error("scale_of", torch.full((n,), 0.1, dtype=torch.float64))
