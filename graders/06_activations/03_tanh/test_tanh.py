"""Checks of `tanh_from_sigmoid`, `tanh`, `slope` and `bounded`."""

import pytest
import torch

from torchdojo import probing


def gradient(module, name, z, upstream, *more):
    """Calls `NAME` and sends a random gradient back through its result to `z`"""
    return probing.gradient(getattr(module, name), z, *more, upstream=upstream)


def gap(module, z):
    """Calls `tanh` for very large and very small numbers and says how far it is from 1 and -1"""
    return module.tanh(z) - z.sign()


def help_used(module, name, z, *more):
    """Calls `NAME` and lists which of torch's tanh, sigmoid and their like it has used"""
    with probing.operations() as seen:
        getattr(module, name)(z, *more)
    return sorted(
        {operation.name.strip("_") for operation in seen}
        & {"tanh", "sigmoid", "sinh", "cosh", "softmax"}
    )


@pytest.mark.points(3)
def test_is_right_for_any_size(agree, draw, device):
    """`tanh` is right for any shape and dtype; it is 1 and -1 at 800 and -800, and at infinity."""
    agree.call("tanh", draw.normal(3, 4, 2))
    agree.call("tanh", draw.normal())
    agree.call("tanh", draw.normal(0, 3))
    agree.call("tanh", draw.normal(5, dtype=torch.float64))
    agree.call("tanh", draw.normal(5, mean=800.0))
    agree.call("tanh", draw.normal(5, mean=-800.0))
    agree.call("tanh", torch.tensor([-torch.inf, 0.0, torch.inf]))
    agree.run(gap, torch.tensor([-torch.inf, -800.0, 800.0, torch.inf], dtype=torch.float64))


@pytest.mark.hidden
def test_keeps_digits_near_zero(agree, draw):
    """`tanh` of numbers such as 1e-6 and 1e-3 keeps its digits, in float32 and float64."""
    small = draw.uniform(6, low=1e-7, high=2e-6)
    agree.call("tanh", small * torch.tensor([1, -1, 1, -1, 1, -1]))
    agree.call("tanh", draw.uniform(3, low=0.4, high=0.9))
    agree.call("tanh", draw.uniform(4, low=1e-5, high=9e-5))
    for size in (1e-4, 1e-3, 1e-2):
        agree.call("tanh", draw.uniform(4, low=size, high=9 * size, dtype=torch.float64))


@pytest.mark.points(3)
def test_has_finite_slopes(agree, draw, device):
    """Gradients of `tanh` are right, also at 0, 800 and -800, in float64 and float32."""
    far = torch.tensor([-800.0, 500.0, 800.0, 0.0], dtype=torch.float64)
    near = draw.uniform(4, low=0.2, high=2.0, dtype=torch.float64) * torch.tensor([1, -1, 1, -1])
    z = torch.cat([near, far])
    agree.run(gradient, "tanh", z, draw.uniform(8, low=0.5, high=2.0, dtype=torch.float64))
    agree.run(gradient, "tanh", torch.tensor([-800.0, -60.0, 0.0, 60.0, 800.0]), draw.normal(5))


@pytest.mark.points(2)
def test_follows_from_the_logistic(agree, draw, device):
    """`tanh_from_sigmoid` returns the same by way of the logistic function."""
    agree.call("tanh_from_sigmoid", draw.normal(4, 3))
    agree.call("tanh_from_sigmoid", torch.tensor([-800.0, 0.0, 800.0], dtype=torch.float64))


@pytest.mark.points(2)
def test_knows_its_slope(agree, draw, device):
    """`slope` computes the derivative from the output."""
    agree.call("slope", draw.uniform(3, 5, low=-1.0))
    agree.call("slope", torch.tensor([-1.0, 0.0, 1.0], dtype=torch.float64))


@pytest.mark.points(2)
def test_stays_within_bounds(agree, draw, device):
    """`bounded` squeezes scores into the interval, with all digits, gradients included."""
    low = draw.uniform(1, low=-3.0, high=2.0).item()
    high = low + draw.int(3, 8) + 0.5
    agree.call("bounded", draw.normal(4, 3), low, high)
    agree.call("bounded", torch.tensor([-900.0, 0.0, 900.0]), low, high)
    z, upstream = (draw.normal(5, dtype=torch.float64) for _ in range(2))
    agree.run(gradient, "bounded", z, upstream, low, high)
    agree.run(gradient, "bounded", z, upstream, 100 + low, 100.1 + low)


@pytest.mark.hidden
def test_refuses_empty_intervals(agree, draw):
    """`bounded` raises ValueError unless `low` is less than `high`; nan is not."""
    agree.call("bounded", draw.normal(3), -1.0, 2.0)
    agree.error("bounded", draw.normal(3), 2.0, -1.0)
    agree.error("bounded", draw.normal(3), 1.5, 1.5)
    agree.error("bounded", draw.normal(3), torch.nan, 1.5)
    agree.error("bounded", draw.normal(3), 1.5, torch.nan)


@pytest.mark.hidden
def test_takes_help_where_it_should(agree, draw):
    """`tanh` is yours; `tanh_from_sigmoid` uses torch's sigmoid, and `bounded` torch's tanh."""
    agree.run(help_used, "tanh", draw.normal(4))
    agree.run(help_used, "tanh_from_sigmoid", draw.normal(4))
    agree.run(help_used, "bounded", draw.normal(4), -1.0, 2.0)
