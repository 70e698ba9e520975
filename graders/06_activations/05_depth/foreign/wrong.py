"""Wrong answers by people who had seen the exercise alone."""

import math
import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "act() is called once and the same module stands behind every layer; each hidden layer needs an activation of its own.",
    seen="caught",
)
def deep_net(depth, width, act):
    if depth < 1:
        raise ValueError("a deep net has at least one hidden layer")
    activation = act()
    layers = []
    for _ in range(depth):
        layers += [nn.Linear(width, width), activation]
    return nn.Sequential(*layers, nn.Linear(width, 1))


@wrong(
    "Gradients are cleared only at the end: those that the model had before are added to, and take part in the norms.",
    seen="named",
)
def gradient_norms(model, x, y):
    nn.functional.mse_loss(model(x), y).backward()
    norms = [layer.weight.grad.norm().item() for layer in model if isinstance(layer, nn.Linear)]
    model.zero_grad()
    return norms


@wrong(
    "autograd.grad leaves .grad alone, so gradients from before are still there; afterwards all have to be None.",
    seen="caught",
)
def gradient_norms(model, x, y):
    weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]
    loss = nn.functional.mse_loss(model(x), y)
    return [grad.norm().item() for grad in torch.autograd.grad(loss, weights)]


@wrong(
    "(N,) minus (N, 1) is (N, N): each output is compared with every target, which is not the mean squared error.",
    seen="caught",
)
def gradient_norms(model, x, y):
    model.zero_grad()
    output = model(x).squeeze(1)
    loss = ((output - y) ** 2).mean()
    loss.backward()
    norms = [layer.weight.grad.norm().item() for layer in model if isinstance(layer, nn.Linear)]
    model.zero_grad()
    return norms


@wrong(
    "The seed is set once before the loop, so only the first net begins with its numbers; each net needs it anew.",
    seen="named",
)
def by_activation(acts, depth, width, x, y, seed):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return {
            name: gradient_norms(deep_net(depth, width, act), x, y) for name, act in acts.items()
        }


@wrong(
    "Without try and finally an error, such as a depth of 0, leaves torch's global random numbers seeded.",
    seen="named",
)
def by_activation(acts, depth, width, x, y, seed):
    before = torch.get_rng_state()
    norms = {}
    for name, act in acts.items():
        torch.manual_seed(seed)
        net = deep_net(depth, width, act)
        norms[name] = gradient_norms(net, x, y)
    torch.set_rng_state(before)
    return norms


@wrong(
    "log(0) raises an error if the first norm is 0; only the last one is promised to be positive, the result is 0.",
    seen="full marks",
)
def shrinkage(norms):
    if len(norms) < 2:
        raise ValueError("at least two norms are needed")
    return math.exp((math.log(norms[0]) - math.log(norms[-1])) / (len(norms) - 1))


@wrong(
    "There are n - 1 steps between n layers; the n-th root spreads the change over one step too many.",
    seen="named",
)
def shrinkage(norms):
    if len(norms) < 2:
        raise ValueError("at least two norms are needed")
    return (norms[0] / norms[-1]) ** (1 / len(norms))
