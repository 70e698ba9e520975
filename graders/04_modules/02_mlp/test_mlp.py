"""Checks of `MLP` and `count_parameters`."""

from itertools import pairwise

import pytest
import torch
from torch import nn


def registered(module, sizes):
    """Makes an `MLP` and lists the shapes of its parameters, before and after its first call"""
    net = module.MLP(sizes)
    before = [list(p.shape) for p in net.parameters()]
    net(torch.zeros(2, sizes[0]))
    after = [list(p.shape) for p in net.parameters()]
    return {"is nn.Module": isinstance(net, nn.Module), "before": before, "after": after}


def logits(module, sizes, act, values, x):
    """Gives the parameters of an `MLP` certain values, in their order, and calls it twice"""

    def make_leaky():
        return nn.LeakyReLU(0.3)

    net = module.MLP(sizes, make_leaky if act == "a function" else getattr(nn, act)).to(x)
    for parameter, value in zip(net.parameters(), values, strict=False):
        parameter.data.copy_(value)
    return net(x).detach(), net(x).detach()


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
    return module.count_parameters(net), module.count_parameters(nn.Tanh())


def values(draw, sizes, dtype=torch.float32):
    """Values for the weights and biases of each layer, in order."""
    found = []
    for n_in, n_out in pairwise(sizes):
        found += [draw.normal(n_out, n_in, dtype=dtype)]
        found += [draw.normal(n_out, dtype=dtype)]
    return found


@pytest.mark.points(2)
def test_registers_every_layer(agree):
    """The parameters of all layers are registered, in order, as soon as the network is made."""
    agree.run(registered, [3, 5, 4, 2])


@pytest.mark.points(3)
def test_returns_logits(agree, draw, device):
    """An activation follows every layer but the last; the network returns logits."""
    x = draw.normal(6, 3)
    agree.run(logits, [3, 5, 4, 2], "Tanh", values(draw, [3, 5, 4, 2]), x)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_takes_any_depth_and_activation(agree, draw):
    """A linear model, five layers of the same size, and other activations work as well."""
    x = draw.normal(5, 4)
    agree.run(logits, [4, 4, 4, 4, 4, 4], "ReLU", values(draw, [4] * 6), x)
    agree.run(logits, [4, 2], "ReLU", values(draw, [4, 2]), x)
    agree.run(logits, [4, 6, 3], "a function", values(draw, [4, 6, 3]), x)


@pytest.mark.points(2)
def test_trains_as_it_should(agree, draw, device):
    """Three steps of gradient descent move every layer to where it should be."""
    x, y = draw.normal(5, 3, dtype=torch.float64), draw.normal(5, 2, dtype=torch.float64)
    sizes = [3, 4, 4, 2]
    agree.run(trained, sizes, values(draw, sizes, torch.float64), x, y, 0.05)


@pytest.mark.points(2)
def test_is_saved_and_moved_whole(agree, draw):
    """A state dict brings all layers into another network, and `.to` moves them all."""
    agree.run(reloaded, [3, 5, 2], draw.normal(4, 3))
    agree.run(moved, [3, 5, 2], draw.normal(4, 3))


@pytest.mark.hidden
def test_refuses_too_few_sizes(agree):
    """Fewer than two sizes raise ValueError."""
    agree.run(registered, [3, 2])
    agree.error("MLP", [4])
    agree.error("MLP", [])


@pytest.mark.points(2)
def test_counts_what_can_learn(agree):
    """`count_parameters` counts single numbers, once each, without frozen ones and buffers."""
    agree.run(counted)
