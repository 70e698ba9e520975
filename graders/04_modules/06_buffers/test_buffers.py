"""Checks of `Standardize` and `Window`."""

import pytest
import torch
from torch import nn

from torchdojo import probing


def registered(module, name, size):
    """Makes a layer and lists what it has registered, and what it would save"""
    layer = getattr(module, name)(size)
    return {
        "is nn.Module": isinstance(layer, nn.Module),
        "buffers": dict(layer.named_buffers()),
        "parameters": {name: p.requires_grad for name, p in layer.named_parameters()},
        "state_dict": sorted(layer.state_dict()),
    }


def standardised(module, x, new, method):
    """Fits a `Standardize` to some rows, then calls METHOD with others"""
    layer = module.Standardize(x.shape[1]).to(x)
    layer.fit(x)
    new = new.clone().requires_grad_()
    result = layer(new) if method == "forward" else getattr(layer, method)(new)
    gradient = torch.autograd.grad(result.sum(), new)[0] if result.requires_grad else "none"
    return {"result": result.detach(), "gradient": gradient}


def reloaded(module, x, new):
    """Fits a `Standardize`, loads its state dict into another one, and calls that"""
    fitted, fresh = (module.Standardize(x.shape[1]) for _ in range(2))
    fitted.fit(x)
    fresh.load_state_dict(fitted.state_dict())
    return fresh(new).detach()


def moved(module, name, size, x):
    """Moves a layer to the device `meta`, where there are shapes but no values, and calls it"""
    output = getattr(module, name)(size).to("meta")(x.to("meta"))
    return {"device": output.device.type, "shape": list(output.shape)}


def fitted_buffers(module, x):
    """Fits a `Standardize` of float32 to float64 rows that require a gradient"""
    layer = module.Standardize(x.shape[1])
    layer.fit(x.clone().requires_grad_())
    return [(value.detach(), value.requires_grad) for value in (layer.mean, layer.std)]


def refused(module, size, x):
    """Fits a `Standardize` to data of another shape and notes the error"""
    return probing.raised(module.Standardize(size).fit, x)


def windowed(module, x):
    """Calls a `Window` with pieces of sound"""
    return module.Window(x.shape[-1]).to(x)(x)


def rows(draw, n, dtype=torch.float64):
    """Features of different means and deviations."""
    means, deviations = torch.tensor([50.0, -3.0, 0.1]), torch.tensor([9.0, 0.5, 2.0])
    return (draw.normal(n, 3) * deviations + means).to(dtype)


@pytest.mark.points(2)
def test_registers_buffers(agree):
    """`mean` and `std` are buffers, 0 and 1 at first; there is nothing for an optimizer."""
    agree.run(registered, "Standardize", 3)


@pytest.mark.points(3)
def test_standardises_each_feature(agree, draw, device):
    """After `fit`, other rows are standardised by the mean and deviation of each feature."""
    agree.run(standardised, rows(draw, 7), rows(draw, 2), "forward")
    agree.run(standardised, rows(draw, 4), rows(draw, 10).reshape(2, 5, 3), "forward")


@pytest.mark.hidden
def test_survives_constant_features(agree, draw):
    """A feature that never changed is not divided by 0, nor by next to nothing."""
    for _ in range(4):  # see test_goes_back
        x, new = rows(draw, 5), rows(draw, 3)
        x[:, 1] = draw.int(2, 9)
        agree.run(standardised, x, new, "forward")
        agree.run(standardised, x[:1], new, "inverse")


@pytest.mark.points(2)
def test_goes_back(agree, draw, device):
    """`inverse` turns standardised numbers into the original units."""
    for _ in range(4):  # statistics kept in float32 may be exact enough by chance, but not always
        agree.run(standardised, rows(draw, 6), draw.normal(4, 3, dtype=torch.float64), "inverse")


@pytest.mark.points(2)
def test_is_saved_and_moved(agree, draw):
    """What was measured is in the state dict, and follows the layer to another device."""
    agree.run(reloaded, rows(draw, 6, torch.float32), rows(draw, 2, torch.float32))
    agree.run(moved, "Standardize", 3, draw.normal(2, 3))


@pytest.mark.hidden
def test_writes_into_its_buffers(agree, draw):
    """`fit` keeps the buffers' dtype, and keeps no graph of the data."""
    agree.run(fitted_buffers, rows(draw, 6))


@pytest.mark.hidden
def test_refuses_other_shapes(agree, draw):
    """`fit` raises ValueError unless it is given rows of the right number of features."""
    for shape in [(4, 1), (3,), (4, 5), (2, 4, 3), (4, 3, 2), (0, 3)]:
        agree.run(refused, 3, draw.normal(*shape))


@pytest.mark.points(2)
def test_keeps_its_window_to_itself(agree, draw, device):
    """`Window` multiplies by a Hann window, a buffer that moves along and is not saved."""
    agree.run(windowed, draw.normal(2, 3, 8, dtype=torch.float32))
    agree.run(registered, "Window", 5)
    agree.run(moved, "Window", 6, draw.normal(2, 6))
