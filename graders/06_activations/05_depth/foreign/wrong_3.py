"""Wrong answers by people who had seen the exercise alone, of a third round."""

import math

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "A list times depth repeats the same two objects: it prints like a deep net, but all hidden layers share one weight and one activation.",
    seen="named",
)
def deep_net(depth, width, act):
    if depth < 1:
        raise ValueError("depth must be at least 1")
    hidden = [nn.Linear(width, width), act()] * depth
    return nn.Sequential(*hidden, nn.Linear(width, 1))


@wrong(
    "You clear the gradients afterwards but not before, so what an earlier backward pass has left in .grad is part of your norms.",
    seen="named",
)
def gradient_norms(model, x, y):
    nn.functional.mse_loss(model(x), y).backward()
    norms = [layer.weight.grad.norm().item() for layer in model if isinstance(layer, nn.Linear)]
    model.zero_grad()
    return norms


@wrong(
    "The state of the random numbers is put back only if all goes well: an activation that raises an error leaves the caller with your seed.",
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
    "The mean of the logarithms is the same number on paper, but log(0) is an error and so is a division by 0: a norm of 0 before the last is allowed.",
    seen="named",
)
def shrinkage(norms):
    if len(norms) < 2:
        raise ValueError("at least two norms")
    logs = [math.log(norms[i] / norms[i + 1]) for i in range(len(norms) - 1)]
    return math.exp(sum(logs) / len(logs))
