"""Checks of `NoisyLinear` and `build`: with the same random numbers, the same noise."""

import pytest
import torch
from torch import nn

from torchdojo import probing


def called(module, values, x, noise_std, training, calls, device="cpu"):
    """Calls a `NoisyLinear` in TRAINING mode or not, and draws a global random number afterwards"""
    layer = probing.filled(module.NoisyLinear(x.shape[-1], len(values[1]), noise_std), values)
    layer.to(device).train(training)
    x = x.to(device)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        found = [layer(x).detach() for _ in range(calls)]
        return {"outputs": found, "next random number": torch.rand(1)}


def spread(module, features, noise_std):
    """Has a `NoisyLinear` pass its input through, and takes the noise apart"""
    values = [torch.eye(features), torch.zeros(features)]
    layer = probing.filled(module.NoisyLinear(features, features, noise_std), values)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(11)
        first, second = (layer(torch.zeros(400, features)).detach() for _ in range(2))
    return {"noise": first, "noise of the second call": second}


def made(module, sizes, seed):
    """Makes a `NoisyLinear` after seeding, and lists what it has registered"""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        layer = module.NoisyLinear(*sizes)
    layer(torch.zeros(2, sizes[0]))
    return {
        "parameters": [(name, p.detach()) for name, p in layer.named_parameters()],
        "state_dict": sorted(layer.state_dict()),
        "is a module": isinstance(layer, nn.Module),
    }


def after(module, values, x):
    """Calls a `NoisyLinear` in training mode and looks at the input, and at what gets gradients"""
    layer = probing.filled(module.NoisyLinear(x.shape[-1], len(values[1]), 0.5), values)
    given = x.clone()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        output = layer(given)
        inputs = x.clone().requires_grad_()
        torch.manual_seed(3)
        upstream = torch.linspace(-1, 2, output.numel()).view_as(output).to(output)
        ways = [inputs, *layer.parameters()]
        grads = torch.autograd.grad(layer(inputs), ways, upstream, allow_unused=True)
    return {"input afterwards": given, "gradients": ["none" if g is None else g for g in grads]}


def on_meta(module, dtype, shape):
    """Moves a `NoisyLinear` to the device `meta`, where there are no values, and calls it"""
    layer = module.NoisyLinear(shape[-1], 2).to("meta", getattr(torch, dtype))
    output = layer(torch.ones(shape, dtype=getattr(torch, dtype), device="meta"))
    return output.device.type, str(output.dtype), list(output.shape)


def built(module, sizes, noise_std, x):
    """Builds a network, lists its layers, and calls it in both modes"""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(5)
        net = module.build(sizes, noise_std)
        kinds = [type(layer).__name__ for layer in net]
        outputs = {"in training": net(x).detach(), "in evaluation": net.eval()(x).detach()}
    return {"layers": kinds, "shapes": [list(p.shape) for p in net.parameters()]} | outputs


def layer(draw, dtype=torch.float64):
    """Weights and biases of a layer from 5 features to 3."""
    return [draw.normal(3, 5, dtype=dtype), draw.normal(3, dtype=dtype)]


@pytest.mark.points(3)
def test_adds_noise_in_training(agree, draw, device):
    """In training mode the input is disturbed by noise of the right size, before the linear map."""
    values, x = layer(draw), draw.normal(4, 5, dtype=torch.float64)
    agree.run(called, values, x, draw.int(2, 9) / 4, True, 1, device)
    agree.run(spread, 6, draw.int(2, 9) / 4)


@pytest.mark.points(3)
def test_is_exact_in_evaluation(agree, draw):
    """In evaluation mode there is no noise, and no random number is used up."""
    values, x = layer(draw), draw.normal(4, 5, dtype=torch.float64)
    agree.run(called, values, x, draw.int(2, 9) / 4, False, 2)


@pytest.mark.points(2)
def test_draws_anew_for_each_number(agree, draw):
    """Every number of every example has noise of its own, and every call draws new noise."""
    values = layer(draw)
    x = draw.normal(1, 5, dtype=torch.float64).expand(4, 5)
    agree.run(called, values, x, 0.5, True, 3)
    agree.run(called, values, draw.normal(2, 3, 5, dtype=torch.float64), 0.5, True, 1)


@pytest.mark.points(2)
def test_registers_two_parameters(agree, draw):
    """Weight and bias are all that is trained and saved, and they begin as in `nn.Linear`."""
    agree.run(made, [4, 3], draw.int(1, 999))
    agree.run(made, [5, 2, 0.7], draw.int(1, 999))


@pytest.mark.points(2)
def test_builds_a_network(agree, draw):
    """`build` makes a network whose first layer, and no other, is noisy in training."""
    agree.run(built, [3, 6, 4, 2], 0.5, draw.normal(5, 3))
    agree.run(built, [4, 2], 0.25, draw.normal(5, 4))
    for sizes in ([], [3]):
        agree.error("build", sizes, 0.1)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_lets_gradients_through(agree, draw):
    """The input stays as it is, and gradients reach it, the weight and the bias."""
    agree.run(after, layer(draw), draw.normal(4, 5, dtype=torch.float64))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_works_in_every_dtype(agree, draw):
    """The layer works in float64 and bfloat16, and where there are no values, on `meta`."""
    for dtype in (torch.float64, torch.float32, torch.bfloat16):
        x = draw.normal(4, 5, dtype=torch.float64).to(dtype)
        agree.run(called, layer(draw, dtype), x, 0.5, True, 1)
    for dtype in ("float32", "bfloat16"):
        agree.run(on_meta, dtype, [draw.int(2, 6), 4])


@pytest.mark.hidden
def test_knows_its_limits(agree, draw):
    """Noise of 0 changes nothing, and a negative `noise_std` raises ValueError."""
    values, x = layer(draw), draw.normal(4, 5, dtype=torch.float64)
    agree.run(called, values, x, 0.0, True, 1)
    agree.error("NoisyLinear", 3, 2, -draw.int(1, 9) / 10)
