"""Probes of the line."""

import torch
from torch import nn
from torch.nn.modules.module import register_module_forward_hook
from torch.optim.optimizer import register_optimizer_step_post_hook
from torch.utils.data import DataLoader, TensorDataset


def batched(module, x, y, batch_size, seed):
    """Calls `make_loader` and loops over it for two epochs"""
    loader = module.make_loader(x, y, batch_size, torch.Generator().manual_seed(seed))
    kinds = [type(loader).__name__, type(getattr(loader, "dataset", None)).__name__]
    return kinds, [list(batch) for _ in range(2) for batch in loader]


def trained(module, start, old, x, y, batch_size, lr, epochs):
    """Calls `train` for a model that still holds old gradients; returns losses and weights"""
    model = nn.Linear(1, 1).to(x)
    for parameter, value, grad in zip(model.parameters(), start, old, strict=True):
        parameter.data.copy_(value)
        parameter.grad = grad.clone()
    loader = DataLoader(TensorDataset(x, y), batch_size=batch_size)
    losses = module.train(model, loader, lr, epochs)
    return losses, [p.detach() for p in model.parameters()]


def converted(module, name, weight, bias, *args):
    """Calls `NAME` for a model with a given weight and bias"""
    model = nn.Linear(1, 1).to(weight)
    model.weight.data.copy_(weight)
    model.bias.data.copy_(bias)
    return getattr(module, name)(model, *args)


def in_single_precision(module, x, y, seed):
    """Calls `fit_line` for float32 measurements, for two epochs; slope, intercept and losses"""
    dice = torch.Generator().manual_seed(seed)
    slope, intercept, losses = module.fit_line(x.float(), y.float(), 0.1, 2, 4, dice)
    return [slope, intercept, *losses]


def fitted(module, x, y, lr, epochs, batch_size, seed):
    """Calls `fit_line`; notes torch's modules that have computed, and the optimizers' steps"""
    used, steps = set(), {}

    def note_step(optimizer, *_):
        name = type(optimizer).__name__
        steps[name] = steps.get(name, 0) + 1

    hooks = [
        register_module_forward_hook(lambda m, *_: used.add(type(m).__name__)),
        register_optimizer_step_post_hook(note_step),
    ]
    try:
        dice = torch.Generator().manual_seed(seed)
        result = module.fit_line(x, y, lr, epochs, batch_size, dice)
    finally:
        for hook in hooks:
            hook.remove()
    return {"slope, intercept, losses": result, "modules": sorted(used), "steps": steps}
