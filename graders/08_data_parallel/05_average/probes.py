"""Probes of `sync_gradients` and `mean_loss`."""

import torch
from torch import nn

from torchdojo.ranks import simulate, spawn


def by_rank(values):
    """What each rank found, under its name."""
    found = {}
    for rank, value in enumerate(values):
        named = value.items() if isinstance(value, dict) else [("", value)]
        found |= {f"{what} on rank {rank}".strip(): v for what, v in named}
    return found


def averaged(module, values, x, y, sizes, ranks):
    """Gives each rank its share of a batch, and averages gradients and loss over the RANKS"""

    def one(rank, module):
        model = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2)).double()
        for p, value in zip(model.parameters(), values, strict=True):
            p.data.copy_(value)
        mine, targets = (t.split(sizes)[rank] for t in (x, y))
        loss = nn.functional.mse_loss(model(mine), targets)
        if len(mine):
            loss.backward()
        module.sync_gradients(model, len(mine))
        mean = module.mean_loss(loss, len(mine))
        found = {"loss": mean if isinstance(mean, float) else type(mean).__name__}
        return found | {f"gradient of {name}": p.grad for name, p in model.named_parameters()}

    if ranks == "real processes":
        return by_rank(spawn(one, len(sizes), module))
    return by_rank(simulate(one, len(sizes), module).values)


def unused(module, rows):
    """Uses one layer on rank 0 only and freezes another; averages over three ranks"""

    def one(rank, module):
        layers = nn.ModuleList([nn.Linear(4, 2), nn.Linear(4, 2), nn.Linear(4, 2)]).double()
        for p in layers.parameters():
            p.data.fill_(0.5)
        layers[1].requires_grad_(False)
        x = rows[rank : 2 * rank + 1]
        output = layers[2](x) + layers[1](x) + (layers[0](x) if rank == 0 else 0)
        (output**2).mean().backward()
        module.sync_gradients(layers, len(x))
        named = layers.named_parameters()
        grads = ((name, "None" if p.grad is None else p.grad) for name, p in named)
        return {f"gradient of {name}": grad for name, grad in grads}

    return by_rank(simulate(one, 3, module).values)


def kept(module, losses):
    """Averages losses that carry a record, and looks at them afterwards"""

    def one(rank, module):
        loss = losses[rank].clone().requires_grad_()
        mean = module.mean_loss(loss, rank + 1)
        after = {"`loss` afterwards": loss.detach(), "its requires_grad": loss.requires_grad}
        return {"mean loss": mean} | after

    return by_rank(simulate(one, len(losses), module).values)


def nobody(module, sizes, function):
    """Notes what FUNCTION raises on each rank"""

    def one(rank, module):
        model = nn.Linear(2, 3)
        given = model if function == "sync_gradients" else torch.tensor(1.5)
        try:
            getattr(module, function)(given, sizes[rank])
        except ValueError:
            return {"error": "ValueError"}
        return {"error": "none"}

    return by_rank(simulate(one, len(sizes), module).values)
