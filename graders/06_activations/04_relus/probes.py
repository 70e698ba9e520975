"""Probes of `relu`, `leaky_relu`, `gelu`, `make_net` and `dead_units`."""

import torch
from torch import nn

from torchdojo import probing


def gradient(module, name, z, upstream, *more):
    """Calls `NAME` and sends a random gradient back through its result to `z`"""
    return probing.gradient(getattr(module, name), z, *more, upstream=upstream)


def help_used(module, name, z, *more):
    """Calls `NAME` and lists which of torch's own activations it has used"""
    kinds = ("relu", "threshold", "gelu", "elu", "silu", "hardtanh", "hardsigmoid")
    with probing.operations() as seen:
        value = getattr(module, name)(z, *more)
    names = {operation.name for operation in seen}
    used = sorted(name for name in names if any(kind in name for kind in kinds))
    return {"value": value, "used": used}


def built(module, sizes, x):
    """Calls `make_net`, looks at its layers, fills them with numbers and calls it"""
    net = module.make_net(sizes)
    with torch.no_grad():
        for number, parameter in enumerate(net.parameters()):
            values = torch.arange(parameter.numel()) + number
            parameter.copy_(torch.sin(values.reshape(parameter.shape)))
    kinds = [type(layer).__name__ for layer in net]
    return {"layers": kinds, "objects": len({id(p) for p in net}), "output": net(x).detach()}


def dead(module, first, second, batches):
    """Calls `dead_units` for a model of two ReLUs, one in a block, and an iterator of batches"""
    block = nn.Sequential(nn.Linear(4, 6), nn.ReLU())
    model = nn.Sequential(block, nn.Linear(6, 3), nn.ReLU(), nn.Linear(3, 2)).to(batches[0])
    for layer, (weight, bias) in ((block[0], first), (model[1], second)):
        layer.weight.data.copy_(weight)
        layer.bias.data.copy_(bias)
    return module.dead_units(model, iter(batches))


def normalised(weight, bias):
    """A model with batch normalisation in training mode, whose last layer is in evaluation mode"""
    model = nn.Sequential(nn.Linear(4, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.Linear(6, 2))
    with torch.no_grad():
        model[0].weight.copy_(weight)
        model[0].bias.zero_()
        model[1].bias.copy_(bias)
    model[3].eval()
    return model


def state(model):
    """The mode of each module, and how many hooks it has"""
    found = {}
    for number, part in enumerate(model.modules()):
        name = f"layer {number}" if number else "the model"
        found[f"{name} is in training mode"] = part.training
        found[f"hooks of {name}"] = len(part._forward_hooks) + len(part._forward_pre_hooks)
    return found


def left_behind(module, weight, bias, batches):
    """Calls `dead_units` for a model with batch normalisation, then looks at what has changed"""
    model = normalised(weight, bias)
    graphs = []
    model.register_forward_hook(lambda module, args, output: graphs.append(output.requires_grad))
    found = module.dead_units(model, batches)
    return {
        "found": found,
        "graphs recorded": graphs,
        **state(model),
        "running means": model[1].running_mean,
    }


def left_by_an_error(module, weight, bias, batches):
    """Calls `dead_units` with a last batch that does not fit, then looks at modes and hooks"""
    model = normalised(weight, bias)
    probing.raised(module.dead_units, model, batches)
    return state(model)
