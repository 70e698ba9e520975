"""Wrong answers by people who had seen the exercise alone, of a second round."""

import math

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "One activation object is used in all layers: `depth` times a layer and an activation means one of its own each, and a PReLU would share its parameter.",
    seen="named",
)
def deep_net(depth, width, act):
    if depth < 1:
        raise ValueError("depth must be at least 1")
    activation = act()
    layers = []
    for _ in range(depth):
        layers += [nn.Linear(width, width), activation]
    return nn.Sequential(*layers, nn.Linear(width, 1))


@wrong(
    "Afterwards the gradients are zeros, not None: an optimizer with momentum or decay would still move such weights.",
    seen="caught",
)
def gradient_norms(model, x, y):
    model.zero_grad()
    nn.functional.mse_loss(model(x), y).backward()
    norms = [layer.weight.grad.norm().item() for layer in model if isinstance(layer, nn.Linear)]
    model.zero_grad(set_to_none=False)
    return norms


@wrong(
    "The old state of the random numbers comes back only if all goes well: an error on the way leaves torch seeded with your seed.",
    seen="named",
)
def by_activation(acts, depth, width, x, y, seed):
    state = torch.get_rng_state()
    found = {}
    for name, act in acts.items():
        torch.manual_seed(seed)
        found[name] = gradient_norms(deep_net(depth, width, act), x, y)
    torch.set_rng_state(state)
    return found


@wrong(
    "Logarithms are fine until the first norm is 0, which is allowed: then log(0) raises an error where the answer is 0.0.",
    seen="named",
)
def shrinkage(norms):
    if len(norms) < 2:
        raise ValueError("need at least two norms")
    return math.exp((math.log(norms[0]) - math.log(norms[-1])) / (len(norms) - 1))


@wrong(
    "Two things: gradients that the model arrives with are added to yours; and a target without its last dimension makes a table N x N of all differences.",
    seen="named",
)
def gradient_norms(model, x, y):
    loss = ((model(x) - y.squeeze(1)) ** 2).mean()
    loss.backward()
    norms = [layer.weight.grad.norm().item() for layer in model if isinstance(layer, nn.Linear)]
    model.zero_grad()
    return norms
