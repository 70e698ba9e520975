"""Probes of `NoisyLinear` and `build`."""

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
        found = {f"output of call {i}": layer(x).detach() for i in range(1, calls + 1)}
        return found | ({"next random number": torch.rand(1)} if noise_std else {})


def when(module, values, x):
    """Notes in which modes a `NoisyLinear` is noisy, with gradients and under `torch.no_grad()`"""
    layer = probing.filled(module.NoisyLinear(x.shape[-1], len(values[1]), 0.5), values)
    exact, found = nn.functional.linear(x, *values), {}
    for mode in ("train", "eval"):
        for grad in (True, False):
            getattr(layer, mode)()
            with torch.random.fork_rng(devices=[]), torch.set_grad_enabled(grad):
                noisy = not torch.allclose(layer(x.clone()), exact)
            found[f"after {mode}()" + ("" if grad else ", under no_grad")] = noisy
    return found


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
        **{f"{name} at first": p.detach() for name, p in layer.named_parameters()},
        "buffers": [name for name, _ in layer.named_buffers()],
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
    names = ["gradient of x", *(f"gradient of {name}" for name, _ in layer.named_parameters())]
    found = {n: "none" if g is None else g for n, g in zip(names, grads, strict=True)}
    return {"input afterwards": given, "output": output.detach()} | found


def on_meta(module, dtype, shape):
    """Moves a `NoisyLinear` to the device `meta`, where there are no values, and calls it"""
    layer = module.NoisyLinear(shape[-1], 2).to("meta", getattr(torch, dtype))
    output = layer(torch.ones(shape, dtype=getattr(torch, dtype), device="meta"))
    return {"device": output.device.type, "dtype": output.dtype, "shape": list(output.shape)}


def built(module, sizes, noise_std, x):
    """Builds a network, lists its layers, and calls it in both modes"""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(5)
        net = module.build(sizes, noise_std)
        kinds = [type(layer).__name__ for layer in net]
        outputs = {"in training": net(x).detach()}
        with torch.no_grad():
            outputs["in evaluation"] = net.eval()(x)
    return {"layers": kinds, "shapes": [list(p.shape) for p in net.parameters()]} | outputs
