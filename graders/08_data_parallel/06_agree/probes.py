"""Probes of `start_alike` and `differing`."""

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


def begun(module, ranks, seed, kind, real):
    """Makes a model on each of the RANKS, lets it see some batches, begins alike"""

    def one(rank, module):
        model = nn.Sequential(nn.Linear(3, 5), nn.BatchNorm1d(5), nn.Linear(5, 2)).double()
        model.register_buffer("band", torch.rand(2, 3) > 0.5, persistent=False)
        model.register_buffer("steps", torch.tensor(2**53 + 1 + 2 * rank))
        model[0].requires_grad_(False)
        for size in range(2, 4 + rank):
            model(torch.randn(size, 3).double())
        names = module.differing(model) if kind == "everything" else []
        module.start_alike(model)
        parts = {
            "trained": {n: p for n, p in model.named_parameters() if p.requires_grad},
            "frozen": {n: p for n, p in model.named_parameters() if not p.requires_grad},
            "saved buffers": {n: b for n, b in model.named_buffers() if n in model.state_dict()},
            "unsaved buffers": {"band": model.band},
            "everything": dict(model.named_parameters()) | dict(model.named_buffers()),
        }
        found = {"what `differing` returns": names} if kind == "everything" else {}
        return found | {name: t.detach() for name, t in parts[kind].items()}

    return by_rank(
        spawn(one, ranks, module, seed=seed)
        if real
        else simulate(one, ranks, module, seed=seed).values
    )


def trained(module, x, seed):
    """Makes an optimizer first, calls `start_alike`, then takes two steps with it"""

    def one(rank, module):
        model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)).double()
        model.register_buffer("scale", torch.rand(2))
        model[0].bias.requires_grad_(False)
        before = {n: t.data_ptr() for n, t in (*model.named_parameters(), *model.named_buffers())}
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
        model[2].bias.grad = torch.full_like(model[2].bias, rank + 0.5)
        nothing = module.start_alike(model) is None
        kept = {"`start_alike` returns None": nothing, "next random numbers": torch.rand(2)}
        old = model[2].bias.grad
        kept["old gradient"] = "None" if old is None else old.clone()
        now = dict(model.named_parameters()) | dict(model.named_buffers())
        kept["same memory"] = {name: now[name].data_ptr() == old for name, old in before.items()}
        flags = [p.requires_grad for p in model.parameters()]
        for _ in range(2):
            (model(x) ** 2).mean().backward()
            optimizer.step()
        weights = {name: p.detach() for name, p in model.named_parameters()}
        return kept | {"requires_grad": flags} | weights

    return by_rank(simulate(one, 2, module, seed=seed).values)


def named(module, changed, ranks):
    """Changes some tensors on some of the RANKS; notes what `differing` returns and leaves"""

    def one(rank, module):
        model = nn.Sequential(nn.Linear(3, 5), nn.BatchNorm1d(5), nn.Linear(5, 2))
        for p in model.parameters():
            p.data.copy_(torch.arange(p.numel()).view_as(p) / 7)
        model.register_buffer("mask", torch.full((3, 4), -torch.inf).triu(1), persistent=False)
        model.register_buffer("steps", torch.tensor(2**53))
        model[2].weight.requires_grad_(False)
        tensors = dict(model.named_parameters()) | dict(model.named_buffers())
        for name, who, amount in changed:
            if rank == who:
                tensors[name].data.flatten()[-1] += amount
        names = module.differing(model)
        sums = {name: t.detach().clone() for name, t in tensors.items()}
        return {"what `differing` returns": names} | sums

    return by_rank(simulate(one, ranks, module).values)
