"""Probes of `MyLinear` and `to_torch`."""

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
        "buffers": [name for name, _ in layer.named_buffers()],
        "bias is None": layer.bias is None,
    }


def outputs(module, weights, x, transposed=False):
    """Loads given parameters into a `MyLinear` and calls it"""
    x = x.transpose(0, 1) if transposed else x
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
