"""Probes of `assign` and `ShardedOptimizer`."""

import torch
import torch.distributed as dist

from torchdojo.probing import steps
from torchdojo.ranks import simulate, spawn


def by_rank(values):
    """What each rank found, under its name."""
    return {f"{w} on rank {r}": v for r, found in enumerate(values) for w, v in found.items()}


def trained(module, values, rounds, name, options, world, ranks):
    """Steps a `ShardedOptimizer` on each rank of a WORLD, once for each round of gradients"""

    def one(rank, module):
        given = [v.clone().requires_grad_() for v in values]
        optimizer = module.ShardedOptimizer(iter(given), getattr(torch.optim, name), **options)
        found, views = {}, [p.detach() for p in given]
        for number, grads in enumerate(rounds, start=1):
            optimizer.zero_grad()
            left = sum(p.grad is not None for p in given)
            found[f"gradients left by `zero_grad` {number}"] = left
            for p, grad in zip(given, grads, strict=True):
                p.grad = None if grad is None else grad.clone()
            optimizer.step()
            found[f"parameters after step {number}"] = [p.detach().clone() for p in given]
        found["what lies in the parameters' old memory"] = views
        return found | {"leaf tensors": all(p.is_leaf and p.requires_grad for p in given)}

    simulated = simulate(one, world, module).values  # also before real ranks: they only hang
    return by_rank(spawn(one, world, module) if ranks == "real processes" else simulated)


def kept(module, values, grads, world):
    """Looks at what torch's optimizers keep on each rank after a step, and after a loaded one"""

    def note(optimizer):
        owned = [p for group in optimizer.param_groups for p in group["params"]]
        tensors = [t for state in optimizer.state.values() for t in state.values() if t.dim()]
        return dist.get_rank(), [list(p.shape) for p in owned], sum(t.numel() for t in tensors)

    def one(rank, module):
        given = [v.clone().requires_grad_() for v in values]
        optimizer = module.ShardedOptimizer(given, torch.optim.Adam, lr=0.1)
        for p, grad in zip(given, grads, strict=True):
            p.grad = grad.clone()
        optimizer.step()
        optimizer.load_state(optimizer.gather_state())
        optimizer.step()
        return {"parameters": [p.detach() for p in given]}

    with steps(note) as seen:
        found = by_rank(simulate(one, world, module).values)
    for rank, shapes, numbers in sorted(seen):
        found.setdefault(f"shapes of each optimizer that steps on rank {rank}", []).append(shapes)
        found.setdefault(f"numbers of state in each on rank {rank}", []).append(numbers)
    return found


def gathered(module, values, grads, world):
    """Steps once, gathers the state on each rank, and lists it by position"""

    def one(rank, module):
        given = [v.clone().requires_grad_() for v in values]
        optimizer = module.ShardedOptimizer(given, torch.optim.Adam, lr=0.1)
        before = len(optimizer.gather_state())
        for p, grad in zip(given, grads, strict=True):
            p.grad = None if grad is None else grad.clone()
        optimizer.step()
        found = {f"state of parameter {i}": dict(s) for i, s in optimizer.gather_state().items()}
        return {"states before the first step": before, "positions": sorted(found)} | found

    return by_rank(simulate(one, world, module).values)


def moved(module, values, rounds, worlds):
    """Steps on the first of several WORLDS, takes weights and state to the next one, goes on"""

    def one(rank, module, values, state, grads):
        given = [v.clone().requires_grad_() for v in values]
        optimizer = module.ShardedOptimizer(given, torch.optim.Adam, lr=0.1)
        optimizer.load_state(state)
        for p, grad in zip(given, grads, strict=True):
            p.grad = grad.clone()
        optimizer.step()
        loaded = {f"parameter {i}: {k}": s[k].clone() for i, s in state.items() for k in s}
        return [p.detach() for p in given], loaded, optimizer.gather_state()

    found, state = {}, {}
    for number, (world, grads) in enumerate(zip(worlds, rounds, strict=True), start=1):
        values, loaded, state = simulate(one, world, module, values, state, grads).values[-1]
        found[f"parameters after step {number}, on {world} ranks"] = values
        found[f"what was loaded, after step {number}"] = loaded
    return found


def reloaded(module, values, rounds, left_out):
    """Steps, loads what was gathered without some positions, steps again; on two ranks"""

    def one(rank, module):
        given = [v.clone().requires_grad_() for v in values]
        optimizer = module.ShardedOptimizer(given, torch.optim.Adam, lr=0.1)
        for grads in rounds:
            for p, grad in zip(given, grads, strict=True):
                p.grad = grad.clone()
            optimizer.step()
            state = optimizer.gather_state()
            optimizer.load_state({i: s for i, s in state.items() if i not in left_out})
        kept = sorted(optimizer.gather_state())
        return {"parameters": [p.detach() for p in given], "positions with state": kept}

    return by_rank(simulate(one, 2, module).values)


def without(module):
    """Makes a `ShardedOptimizer` of no parameters, then one of a single number, on two ranks"""

    def one(rank, module):
        number = torch.ones((), requires_grad=True)
        try:
            module.ShardedOptimizer(iter(()), torch.optim.SGD, lr=0.5)
        except ValueError:
            number.grad = torch.tensor(3.0)
            module.ShardedOptimizer([number], torch.optim.SGD, lr=0.5).step()
            return {"error": "ValueError", "the number after a step": number.item()}
        return {"error": "none"}

    return by_rank(simulate(one, 2, module).values)
