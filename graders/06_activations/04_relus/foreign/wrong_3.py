"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "Minus infinity times False is nan, not 0: multiplying with a mask is not choosing, and relu(-inf) shows it.",
    seen="named",
)
def relu(z):
    return z * (z > 0)


@wrong(
    "Both of your relus have slope 0 at 0, so the whole has slope 0 there, where the contract wants `slope`.",
    seen="caught",
)
def leaky_relu(z, slope=0.01):
    return relu(z) - slope * relu(-z)


@wrong(
    "One ReLU object stands in all places: each gap needs one of its own, or named_modules() knows a single name and a hook cannot tell the layers apart.",
    seen="named",
)
def make_net(sizes):
    if len(sizes) < 2:
        raise ValueError("at least two sizes")
    act = nn.ReLU()
    layers = []
    for i in range(len(sizes) - 1):
        layers.append(nn.Linear(sizes[i], sizes[i + 1]))
        if i < len(sizes) - 2:
            layers.append(act)
    return nn.Sequential(*layers)


@wrong(
    "model.train(was_training) sets every module to the mode of the root, so a part that was frozen in eval mode is lost; and if the model raises an error, hooks and eval mode stay behind.",
    seen="named",
)
def dead_units(model, batches):
    was_training = model.training
    dead = {}

    def watch(name):
        def hook(module, args, output):
            zero = (output == 0).all(dim=0)
            dead[name] = dead[name] & zero if name in dead else zero

        return hook

    handles = [
        module.register_forward_hook(watch(name))
        for name, module in model.named_modules()
        if isinstance(module, nn.ReLU)
    ]
    model.eval()
    with torch.no_grad():
        for batch in batches:
            model(batch)
    for handle in handles:
        handle.remove()
    model.train(was_training)
    return dead
