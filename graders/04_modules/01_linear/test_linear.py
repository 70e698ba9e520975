"""Checks of `MyLinear` and `to_torch`."""

import pytest
import torch
from torch import nn

from torchdojo import probing


def registered(module, in_features, out_features, bias):
    """Makes a `MyLinear` and lists what it has registered"""
    layer = module.MyLinear(in_features, out_features, bias)
    return {
        "is nn.Module": isinstance(layer, nn.Module),
        "parameters": {name: list(p.shape) for name, p in layer.named_parameters()},
        "learns": [p.requires_grad for p in layer.parameters()],
        "state_dict": sorted(layer.state_dict()),
        "bias is None": layer.bias is None,
    }


def outputs(module, weights, x):
    """Loads given parameters into a `MyLinear` and calls it"""
    out_features, in_features = weights["weight"].shape
    layer = module.MyLinear(in_features, out_features, "bias" in weights).to(x)
    layer.load_state_dict(weights)
    return layer(x).detach()


def gradients(module, weights, x, upstream):
    """Sends a random gradient back through a `MyLinear` to its parameters and its input"""
    out_features, in_features = weights["weight"].shape
    layer = module.MyLinear(in_features, out_features).to(x)
    layer.load_state_dict(weights)
    x = x.clone().requires_grad_()
    result = layer(x)
    if not result.requires_grad:
        return "a result that does not require a gradient"
    result.backward(upstream)
    return {"weight": layer.weight.grad, "bias": layer.bias.grad, "x": x.grad}


def first_numbers(module, in_features, out_features):
    """Makes two layers, measures their numbers in units of k, rounded to one decimal"""
    one, other = (module.MyLinear(in_features, out_features) for _ in range(2))
    found = {"two layers are equal": torch.equal(one.weight, other.weight)}
    for name, p in one.named_parameters():
        units = p.detach() * in_features**0.5
        found[f"{name}: largest"] = round(units.abs().max().item(), 1)
        found[f"{name}: mean"] = round(units.mean().item(), 1) + 0.0
        found[f"{name}: deviation"] = round(units.std().item(), 1)
    return found


def refused(module, in_features, out_features, x):
    """Calls a `MyLinear` with an input of another width and notes the error"""
    return probing.raised(module.MyLinear(in_features, out_features), x)


def help_used(module, in_features, out_features, x):
    """Calls a `MyLinear` and notes whether it left the formula to torch's own layer"""
    layer = module.MyLinear(in_features, out_features)
    with probing.functions() as seen:
        shape = list(layer(x).shape)
    inside = any(isinstance(part, nn.Linear) for part in layer.modules())
    return {
        "shape": shape,
        "F.linear": sum(operation.name == "linear" for operation in seen),
        "has an nn.Linear": inside,
    }


def handed_over(module, weights, x):
    """Calls `to_torch` on a `MyLinear`, sets the old layer's parameters to 0, uses the new one"""
    out_features, in_features = weights["weight"].shape
    layer = module.MyLinear(in_features, out_features, "bias" in weights).to(x)
    layer.load_state_dict(weights)
    linear = module.to_torch(layer)
    for parameter in layer.parameters():
        parameter.data.zero_()
    return {
        "is nn.Linear": type(linear) is nn.Linear,
        "features": (linear.in_features, linear.out_features),
        "parameters": {name: p.detach() for name, p in linear.named_parameters()},
        "learns": [isinstance(p, nn.Parameter) and p.requires_grad for p in linear.parameters()],
        "output": linear(x).detach(),
    }


def weights(draw, rows, columns, dtype=torch.float32):
    """A weight and a bias that is not zero."""
    shapes = {"weight": (rows, columns), "bias": (rows,)}
    return {name: draw.normal(*shape, dtype=dtype) for name, shape in shapes.items()}


@pytest.mark.points(2)
def test_registers_its_parameters(agree):
    """`weight` and `bias` are parameters of the right shapes; with `bias=False`, `bias` is None."""
    agree.run(registered, 3, 5, True)
    agree.run(registered, 4, 2, False)


@pytest.mark.points(3)
def test_multiplies_and_adds(agree, draw, device):
    """A layer with given parameters computes `x @ weight.T + bias`, or the product alone."""
    given = weights(draw, 5, 3)
    agree.run(outputs, given, draw.normal(4, 3))
    agree.run(outputs, {"weight": given["weight"]}, draw.normal(2, 3))


@pytest.mark.hidden
def test_takes_any_leading_dimensions(agree, draw):
    """A single vector, a batch of sequences and an empty batch work as well, also in float64."""
    agree.run(outputs, weights(draw, 2, 4), draw.normal(4))
    wide = draw.normal(2, 3, 300, dtype=torch.float64)
    agree.run(outputs, weights(draw, 4, 300, torch.float64), wide)
    agree.run(outputs, weights(draw, 3, 2), draw.normal(0, 2))


@pytest.mark.points(2)
def test_lets_gradients_through(agree, draw, device):
    """A random gradient of the output arrives at weight, bias and input as it should."""
    given = weights(draw, 5, 3, torch.float64)
    x, upstream = (draw.normal(2, 4, n, dtype=torch.float64) for n in (3, 5))
    agree.run(gradients, given, x, upstream)


@pytest.mark.hidden
def test_starts_in_the_right_range(agree):
    """New parameters are spread evenly between -k and k, and differ from layer to layer."""
    agree.run(first_numbers, 30, 4000)


@pytest.mark.hidden
def test_refuses_other_widths(agree, draw):
    """An input whose last dimension is not `in_features` raises ValueError."""
    agree.run(refused, 3, 5, draw.normal(4, 5))
    agree.run(refused, 3, 1, draw.normal(3, 1))


def test_is_written_by_hand(agree, draw):
    """`MyLinear` is no `nn.Linear`, holds none, and does not call `F.linear`."""
    agree.run(help_used, 3, 5, draw.normal(4, 3))


@pytest.mark.points(2)
def test_becomes_torchs_own(agree, draw, device):
    """`to_torch` returns a real `nn.Linear` with copies of the parameters, with or without bias."""
    given = weights(draw, 4, 3, torch.float64)
    x = draw.normal(5, 3, dtype=torch.float64)
    agree.run(handed_over, given, x)
    agree.run(handed_over, {"weight": given["weight"]}, x)
