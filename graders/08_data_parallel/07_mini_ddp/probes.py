"""Probes of `MiniDDP` on simulated ranks, and against the real wrapper on real processes."""

import copy
import math

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from torchdojo.ranks import simulate, spawn


def wrapped(module, x, seed):
    """Wraps a model with its own random weights and statistics on each rank, and calls it"""

    def one(rank, module):
        layer = nn.Bilinear(3, 3, 2).double()
        layer.bias.requires_grad_(False)
        layer.register_buffer("offset", torch.rand(2).double(), persistent=False)
        ddp = module.MiniDDP(layer)
        state = dict(ddp.named_parameters()) | dict(ddp.named_buffers())
        return {"output": ddp(x, input2=x * 2)} | state

    return simulate(one, 3, module, seed=seed).values


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

    return simulate(one, len(x), module, seed=seed).values


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
        return {name: p.grad for name, p in model.named_parameters()}

    ranks = simulate(one, len(x), module)
    sent = []
    for calls in ranks.calls:
        marks = [i for i, call in enumerate(calls) if call.kind == "barrier"]
        sent += [[c.shape for c in calls[:end] if c.kind == "all_reduce"] for end in marks]
    return ranks.values, sent


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
        return [p.grad for p in model.parameters()]

    return simulate(one, len(x), module).values


def gathered(module, x):
    """Gathers two micro-batches in `no_sync`, one of which fails, then sends a third"""

    def one(rank, module):
        layers = nn.ModuleList([nn.Linear(3, 2), nn.Linear(3, 2)]).double()
        ddp = module.MiniDDP(layers)
        try:
            with ddp.no_sync():
                for part in layers:
                    part(x[rank, :1]).sum().backward()
                    ddp.finish()
                raise KeyError
        except KeyError:
            alone = [p.grad.clone() for p in layers.parameters()]
        (layers[1](x[rank, 1:]) ** 2).mean().backward()
        ddp.finish()
        return alone, [p.grad for p in layers.parameters()]

    ranks = simulate(one, len(x), module)
    sent = [sum(call.kind == "all_reduce" for call in calls) for calls in ranks.calls]
    return {"gradients": ranks.values, "calls of all_reduce": sent}


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
        found = []
        for step in range(2):
            ddp.zero_grad()
            used = [layers[1], layers[4], layers[2 + (rank + step) % 2]]
            (sum(layer(x[rank]) for layer in used) ** 2).mean().backward()
            ddp.finish()
            found.append(["None" if p.grad is None else p.grad for p in layers.parameters()])
        return found

    return simulate(one, len(x), module).values


def real(module, steps, seed):
    """Trains by `train_with_ddp` on real processes and notes syncs; trains under `MiniDDP`"""

    def make():
        return nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)).double()

    def mini(rank, module, model=None):
        model = model or make()
        ddp, optimizer = module.MiniDDP(model), torch.optim.SGD(model.parameters(), lr=0.3)
        for *early, (x, y) in steps[rank]:
            optimizer.zero_grad()
            share = 1 / (len(early) + 1)
            for past_x, past_y in early:
                with ddp.no_sync():
                    (nn.functional.mse_loss(ddp(past_x), past_y) * share).backward()
            (nn.functional.mse_loss(ddp(x), y) * share).backward()
            ddp.finish()
            optimizer.step()
        return torch.cat([p.detach().flatten() for p in model.parameters()])

    def both(rank, module):
        model = make()
        fresh, syncs, plain = copy.deepcopy(model), [], DistributedDataParallel.forward

        def spied(self, *args, **kwargs):
            syncs.append(self.require_backward_grad_sync)
            return plain(self, *args, **kwargs)

        DistributedDataParallel.forward = spied
        module.train_with_ddp(model, steps[rank], 0.3)
        weights = [p.detach().flatten() for p in model.parameters()]
        # Wrong use of `async_op` is a race on real processes: its results say nothing.
        alike = all(torch.allclose(torch.cat(weights), other) for other in simulated)
        return weights, syncs, mini(rank, module, fresh) if alike else "not run"

    simulated = simulate(mini, 2, module, seed=seed).values
    return simulated, spawn(both, 2, module, seed=seed)
