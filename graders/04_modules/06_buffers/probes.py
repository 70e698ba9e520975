"""Probes of `Standardize` and `Window`."""

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


def standardised(module, x, new, method, first=None):
    """Fits a `Standardize` to some rows, then calls METHOD with others"""
    layer = module.Standardize(x.shape[1]).to(x)
    if first is not None:
        layer.fit(first)
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
    returned = layer.fit(x.clone().requires_grad_())
    found = {"fit returns": "nothing" if returned is None else type(returned).__name__}
    for name, value in (("mean", layer.mean), ("std", layer.std)):
        found[name] = value.detach()
        found[f"{name} requires a gradient"] = value.requires_grad
        found[f"{name} has a graph"] = value.grad_fn is not None
    return found


def refused(module, size, x):
    """Fits a `Standardize` to data of another shape and notes the error"""
    return probing.raised(module.Standardize(size).fit, x)


def windowed(module, x):
    """Calls a `Window` with pieces of sound"""
    return module.Window(x.shape[-1]).to(x)(x)
