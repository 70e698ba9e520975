"""Probes of the line."""

import torch
from torch import nn
from torch.nn.modules.module import register_module_forward_hook
from torch.utils.data import DataLoader, TensorDataset

from torchdojo import probing


def batched(module, x, y, batch_size, seed):
    """Calls `make_loader` and loops over it for two epochs"""
    loader = module.make_loader(x, y, batch_size, torch.Generator().manual_seed(seed))
    kinds = [type(loader).__name__, type(getattr(loader, "dataset", None)).__name__]
    found = {"loader and dataset": kinds}
    for epoch in (1, 2):
        for number, batch in enumerate(loader, start=1):
            parts = zip(("x", "y", *map(str, range(2, len(batch)))), batch, strict=False)
            found |= {f"epoch {epoch}, batch {number}: {name}": part for name, part in parts}
    return found


def trained(module, start, old, x, y, batch_size, lr, epochs):
    """Calls `train` for a model that still holds old gradients; returns losses and weights"""
    model = nn.Linear(1, 1).to(x)
    for parameter, value, grad in zip(model.parameters(), start, old, strict=True):
        parameter.data.copy_(value)
        parameter.grad = grad.clone()
    loader = DataLoader(TensorDataset(x, y), batch_size=batch_size)
    losses = module.train(model, loader, lr, epochs)
    return {"losses": losses} | {name: p.detach() for name, p in model.named_parameters()}


def converted(module, name, weight, bias, *args):
    """Calls `NAME` for a model with a given weight and bias"""
    model = nn.Linear(1, 1).to(weight)
    model.weight.data.copy_(weight)
    model.bias.data.copy_(bias)
    return getattr(module, name)(model, *args)


def fitted(module, x, y, lr, epochs, batch_size, seed):
    """Calls `fit_line`; notes torch's modules that have computed, and the optimizers' steps"""
    used, dtypes = set(), set()

    def note(part, args, output):
        used.add(type(part).__name__)
        dtypes.add(output.dtype)

    hook = register_module_forward_hook(note)
    dice = torch.Generator().manual_seed(seed)
    with probing.steps(lambda one: type(one).__name__) as steps:
        result = module.fit_line(x, y, lr, epochs, batch_size, dice)
    hook.remove()
    counts = {name: steps.count(name) for name in steps}
    names = ("slope", "intercept", "losses")
    found = dict(zip(names, result, strict=True)) if len(result) == 3 else {"returned": result}
    dtypes = sorted(map(str, dtypes))
    return found | {"modules": sorted(used), "dtypes in modules": dtypes, "steps": counts}
