"""Checks of `relu`, `leaky_relu`, `gelu`, `make_net` and `dead_units`."""

import pytest
import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode


def gradient(module, name, z, upstream, *more):
    """Calls `NAME` and sends a random gradient back through its result to `z`"""
    z = z.clone().requires_grad_()
    result = getattr(module, name)(z, *more)
    if not result.requires_grad:
        return "a result that does not require a gradient"
    return torch.autograd.grad(result, z, upstream)[0]


def help_used(module, name, z, *more):
    """Calls `NAME` and lists which of torch's own activations it has used"""
    used, kinds = set(), ("relu", "threshold", "gelu", "elu", "silu", "hardtanh", "hardsigmoid")

    class Log(TorchDispatchMode):
        def __torch_dispatch__(self, func, types, args=(), kwargs=None):
            used.add(func._schema.name.rpartition("::")[2])
            return func(*args, **(kwargs or {}))

    with Log():
        value = getattr(module, name)(z, *more)
    return value, sorted(name for name in used if any(kind in name for kind in kinds))


def built(module, sizes, x):
    """Calls `make_net`, looks at its layers, fills them with numbers and calls it"""
    net = module.make_net(sizes)
    with torch.no_grad():
        for number, parameter in enumerate(net.parameters()):
            values = torch.arange(parameter.numel()) + number
            parameter.copy_(torch.sin(values.reshape(parameter.shape)))
    return [type(layer).__name__ for layer in net], net(x).detach()


def dead(module, first, second, batches):
    """Calls `dead_units` for a model of two ReLUs, one of them in a block, and several batches"""
    block = nn.Sequential(nn.Linear(4, 6), nn.ReLU())
    model = nn.Sequential(block, nn.Linear(6, 3), nn.ReLU(), nn.Linear(3, 2)).to(batches[0])
    for layer, (weight, bias) in ((block[0], first), (model[1], second)):
        layer.weight.data.copy_(weight)
        layer.bias.data.copy_(bias)
    return module.dead_units(model, batches)


def left_behind(module, weight, bias, batches):
    """Calls `dead_units` for a model with batch normalisation, then looks at what has changed"""
    model = nn.Sequential(nn.Linear(4, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.Linear(6, 2))
    with torch.no_grad():
        model[0].weight.copy_(weight)
        model[0].bias.zero_()
        model[1].bias.copy_(bias)
    model[3].eval()
    graphs = []
    model.register_forward_hook(lambda module, args, output: graphs.append(output.requires_grad))
    found = module.dead_units(model, iter(batches))
    return {
        "found": found,
        "graphs recorded": graphs,
        "training": [part.training for part in model.modules()],
        "hooks": [len(part._forward_hooks) for part in model.modules()],
        "running means": model[1].running_mean,
    }


@pytest.mark.points(2)
def test_relu_is_right(agree, draw, device):
    """`relu` is right for any shape and dtype, at 0 and at infinity, and lets nan pass."""
    agree.call("relu", draw.normal(3, 4, 2))
    agree.call("relu", draw.normal(5, dtype=torch.float64))
    agree.call("relu", torch.tensor([-torch.inf, 0.0, torch.inf, torch.nan, -2.0]))


@pytest.mark.points(2)
def test_leaky_relu_is_right(agree, draw, device):
    """`leaky_relu` is right for its own slope, for small ones and for those above 1."""
    agree.call("leaky_relu", draw.normal(4, 3))
    agree.call("leaky_relu", draw.normal(5, dtype=torch.float64), draw.int(5, 40) / 100)
    agree.call("leaky_relu", draw.normal(6), draw.int(11, 30) / 10)
    agree.call("leaky_relu", torch.tensor([-torch.inf, torch.nan, 0.0, 3.0]), 0.3)


@pytest.mark.points(2)
def test_gelu_is_exact(agree, draw, device):
    """`gelu` is exact, in float64 too."""
    agree.call("gelu", draw.normal(4, 3, std=2.0))
    agree.call("gelu", draw.normal(5, 2, dtype=torch.float64))
    agree.call("gelu", torch.tensor([-30.0, 0.0, 30.0, torch.nan]))


@pytest.mark.points(3)
def test_has_the_right_slopes(agree, draw, device):
    """Gradients of all three are right, also at 0, in float64."""
    zeros = torch.zeros(2, dtype=torch.float64)
    z = torch.cat([zeros, draw.normal(6, dtype=torch.float64)])[draw.shuffled(range(8))]
    upstream = draw.uniform(8, low=0.5, high=2.0, dtype=torch.float64)
    agree.run(gradient, "relu", z, upstream)
    agree.run(gradient, "leaky_relu", z, upstream, draw.int(5, 40) / 100)
    agree.run(gradient, "gelu", z, upstream)


@pytest.mark.hidden
def test_is_written_by_hand(agree, draw):
    """`relu`, `leaky_relu` and `gelu` do without torch's own activations."""
    for name in ("relu", "leaky_relu", "gelu"):
        agree.run(help_used, name, draw.normal(5, 2, dtype=torch.float64))


@pytest.mark.points(2)
def test_builds_with_torchs_own(agree, draw):
    """`make_net` puts an `nn.ReLU` between two `nn.Linear` layers, and none behind the last."""
    agree.run(built, [4, 6, 5, 3], draw.normal(7, 4))
    inputs = draw.int(3, 6)
    agree.run(built, [inputs, 2], draw.normal(5, inputs))


@pytest.mark.points(4)
def test_finds_dead_units(agree, draw, device):
    """`dead_units` finds, in each ReLU, the units that are 0 for every example of every batch."""
    agree.run(dead, *network(draw), batches(draw))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_leaves_the_model_alone(agree, draw):
    """`dead_units` looks in evaluation mode and leaves modes, buffers and hooks as they were."""
    bias = torch.tensor(draw.shuffled([-99.0, -4.0, 4.0, 0.0, -99.0, 1.0]))
    weight = draw.normal(6, 4)
    weight[bias == 4.0, 0] = -1.0
    agree.run(left_behind, weight, bias, batches(draw))


@pytest.mark.hidden
def test_refuses_too_few_sizes(agree, draw):
    """`make_net` raises ValueError for fewer than two sizes."""
    agree.run(built, [3, 2], draw.normal(4, 3))
    agree.error("make_net", [draw.int(2, 9)])
    agree.error("make_net", [])


def batches(draw):
    """Batches of 4, 4 and 1 examples; the first and the last hold one that excites a unit."""
    x = draw.normal(9, 4)
    x[0, 1], x[8, 0] = 30.0, 30.0
    return [x[:4], x[4:8], x[8:]]


def network(draw):
    """Two layers: units that are dead, alive in one batch alone, always alive, and ordinary."""
    order = draw.shuffled(range(6))
    one, other = torch.tensor([1.0, 0, 0, 0]), torch.tensor([0, 1.0, 0, 0])
    weight = torch.cat([torch.stack([one / 100, other, one, other]), draw.normal(2, 4)])
    bias = torch.tensor([-0.2, -20.0, -999.0, 60.0, 0.1, -0.1])
    second = draw.normal(3, 6, std=0.1), torch.tensor(draw.shuffled([-500.0, 500.0, 400.0]))
    return (weight[order], bias[order]), second
