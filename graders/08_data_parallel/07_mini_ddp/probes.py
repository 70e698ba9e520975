"""Probes of `MiniDDP` on simulated ranks."""

import math

import torch
import torch.distributed as dist
from torch import nn

from torchdojo.ranks import simulate


def by_rank(values):
    """What each rank found, under its name."""
    return {f"{w} on rank {r}": v for r, found in enumerate(values) for w, v in found.items()}


def wrapped(module, x, seed):
    """Wraps a model with its own random weights and statistics on each rank, and calls it"""

    def one(rank, module):
        layer = nn.Bilinear(3, 3, 2).double()
        layer.bias.requires_grad_(False)
        layer.register_buffer("offset", torch.rand(2).double(), persistent=False)
        ddp = module.MiniDDP(layer)
        state = dict(ddp.named_parameters()) | dict(ddp.named_buffers())
        return {"output": ddp(x, input2=x * 2)} | state

    return by_rank(simulate(one, 3, module, seed=seed).values)


def trained(module, x, y, seed):
    """Trains a model under `MiniDDP` for three steps, each rank with its own examples"""

    def one(rank, module):
        model = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2)).double()
        ddp = module.MiniDDP(model)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.2, momentum=0.5)
        for _ in range(3):
            optimizer.zero_grad()
            nn.functional.mse_loss(ddp(x[rank]), y[rank]).backward()
            ddp.finish()
            optimizer.step()
        grads = {f"{name}.grad": p.grad for name, p in model.named_parameters()}
        return grads | dict(model.named_parameters())

    return by_rank(simulate(one, len(x), module, seed=seed).values)


def overlapped(module, x):
    """Notes how many numbers are on their way when backward reaches the first layer and its end"""

    def one(rank, module):
        model = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2)).double()
        ddp = module.MiniDDP(model)
        hidden = model[1](model[0](x[rank]))
        hidden.register_hook(lambda grad: dist.barrier())
        (model[2](hidden) ** 2).mean().backward()
        dist.barrier()
        ddp.finish()
        return {f"{name}.grad": p.grad for name, p in model.named_parameters()}

    ranks = simulate(one, len(x), module)
    sent = []
    for calls in ranks.calls:
        marks = [i for i, call in enumerate(calls) if call.kind == "barrier"]
        sent += [[c.shape for c in calls[:end] if c.kind == "all_reduce"] for end in marks]
    return by_rank(ranks.values) | {"sent before the first layer, at the end, by rank": sent}


def late(module, x):
    """Lets each rank begin its backward pass only after the one before has ended its own"""

    def one(rank, module):
        model = nn.Linear(3, 2).double()
        ddp = module.MiniDDP(model)
        turn = torch.zeros(1)
        if rank > 0:
            dist.recv(turn, rank - 1)
        (ddp(x[rank]) ** 2).mean().backward()
        if rank + 1 < len(x):
            dist.send(turn, rank + 1)
        ddp.finish()
        return {f"{name}.grad": p.grad for name, p in model.named_parameters()}

    return by_rank(simulate(one, len(x), module).values)


def tied(module, words):
    """Averages gradients of a model in which two layers share one weight"""

    def one(rank, module):
        model = nn.Sequential(nn.Embedding(7, 3), nn.Sequential(nn.Tanh(), nn.Linear(3, 7)))
        model[1][1].weight = model[0].weight
        ddp = module.MiniDDP(model.double())
        (ddp(words[rank]) ** 2).mean().backward()
        ddp.finish()
        return [p.grad for p in model.parameters()]

    ranks = simulate(one, len(words), module)
    calls = [[c for c in calls if c.kind == "all_reduce"] for calls in ranks.calls]
    sent = [sum(math.prod(c.shape) for c in mine) for mine in calls]
    return {"gradients": ranks.values, "numbers sent": sent}


def partly(module, x):
    """Uses another layer on each rank, one on no rank, and a frozen one; takes two steps"""

    def one(rank, module):
        layers = nn.ModuleList([nn.Linear(3, 2) for _ in range(5)]).double()
        layers[1].requires_grad_(False)
        ddp = module.MiniDDP(layers)
        found = {}
        for step in range(2):
            ddp.zero_grad()
            used = [layers[1], layers[4], layers[2 + (rank + step) % 2]]
            (sum(layer(x[rank]) for layer in used) ** 2).mean().backward()
            ddp.finish()
            for name, p in layers.named_parameters():
                found[f"{name}.grad, step {step}"] = "None" if p.grad is None else p.grad
        return found

    return by_rank(simulate(one, len(x), module).values)
