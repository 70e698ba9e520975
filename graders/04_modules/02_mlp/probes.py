"""Probes of `MLP` and `count_parameters`."""

import torch
from torch import nn


def registered(module, sizes):
    """Makes an `MLP` and lists the shapes of its parameters, before and after its first call"""
    net = module.MLP(sizes)
    found = {"is nn.Module": isinstance(net, nn.Module)}
    for when in ("when made", "after a call"):
        shapes = (" x ".join(map(str, p.shape)) for p in net.parameters())
        found |= {f"parameter {i} {when}": shape for i, shape in enumerate(shapes, 1)}
        net(torch.zeros(2, sizes[0]))
    return found


def logits(module, sizes, act, values, x):
    """Gives the parameters of an `MLP` certain values, in their order, and calls it twice"""

    def make_leaky():
        return nn.LeakyReLU(0.3)

    net = module.MLP(sizes, make_leaky if act == "a function" else getattr(nn, act)).to(x)
    for parameter, value in zip(net.parameters(), values, strict=False):
        parameter.data.copy_(value)
    return {"first call": net(x).detach(), "second call": net(x).detach()}


def trained(module, sizes, values, x, y, lr):
    """Trains an `MLP` from certain values for three steps of SGD, returns its parameters"""
    net = module.MLP(sizes, nn.Tanh).to(x)
    for parameter, value in zip(net.parameters(), values, strict=False):
        parameter.data.copy_(value)
    for _ in range(3):
        net.zero_grad()
        nn.functional.mse_loss(net(x), y).backward()
        with torch.no_grad():
            for parameter in net.parameters():
                parameter -= lr * parameter.grad
    return [parameter.detach() for parameter in net.parameters()]


def reloaded(module, sizes, x):
    """Loads the state dict of one `MLP` into another one, and compares what they return"""
    one, other = module.MLP(sizes, nn.Tanh), module.MLP(sizes, nn.Tanh)
    different, same = not torch.equal(one(x), other(x)), torch.equal(one(x), one(x))
    other.load_state_dict(one.state_dict())
    agree = torch.equal(one(x), other(x))
    return {"same twice": same, "differ at first": different, "agree afterwards": agree}


def moved(module, sizes, x):
    """Moves an `MLP` to the device `meta`, where there are shapes but no values, and calls it"""
    net = module.MLP(sizes).to("meta")
    output = net(x.to("meta"))
    return {"device": output.device.type, "shape": list(output.shape)}


def counted(module):
    """Counts in a network with a frozen bias, a weight that is used twice, and buffers"""
    net = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 4), nn.Linear(4, 4))
    net[0].bias.requires_grad_(False)
    net[3].weight = net[2].weight
    found = {"in the network": module.count_parameters(net)}
    return found | {"in a Tanh": module.count_parameters(nn.Tanh())}
