"""Wrong answers by people who had seen the exercise alone, of a second round."""

import math

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "The values are right, but 0 itself is left in place and has slope 1; only numbers above 0 may let the gradient through.",
    seen="caught",
)
def relu(z):
    return z.masked_fill(z < 0, 0.0)


@wrong(
    "The larger of z and slope times z is right only for slopes below 1: above, it picks the wrong one on both sides; and at 0 `maximum` shares the gradient between both.",
    seen="named",
)
def leaky_relu(z, slope=0.01):
    return torch.maximum(z, slope * z)


@wrong(
    "This is the approximation with tanh: it is close, but off by up to some ten-thousandths, and exactly was asked for.",
    seen="named",
)
def gelu(z):
    return 0.5 * z * (1 + torch.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3)))


@wrong(
    "A nan is not greater than 0, so a unit that outputs nan is called dead; ask whether the output is 0.",
    seen="named",
)
def dead_units(model, batches):
    modes = [(module, module.training) for module in model.modules()]
    alive, handles = {}, []
    try:
        for name, module in model.named_modules():
            if isinstance(module, nn.ReLU):

                def hook(module, args, output, name=name):
                    active = (output > 0).any(dim=0)
                    alive[name] = alive[name] | active if name in alive else active

                handles.append(module.register_forward_hook(hook))
        model.eval()
        with torch.no_grad():
            for x in batches:
                model(x)
    finally:
        for handle in handles:
            handle.remove()
        for module, mode in modes:
            module.training = mode
    return {name: ~units for name, units in alive.items()}


@wrong(
    "Two things: if the model raises an error, the hooks stay and the model remains in evaluation mode; and otherwise a single `train()` sets modules that were in evaluation mode, too.",
    seen="named",
)
def dead_units(model, batches):
    was_training = model.training
    dead, handles = {}, []
    for name, module in model.named_modules():
        if isinstance(module, nn.ReLU):

            def hook(module, args, output, name=name):
                silent = (output == 0).all(dim=0)
                dead[name] = dead[name] & silent if name in dead else silent

            handles.append(module.register_forward_hook(hook))
    model.eval()
    with torch.no_grad():
        for x in batches:
            model(x)
    for handle in handles:
        handle.remove()
    model.train(was_training)
    return dead
