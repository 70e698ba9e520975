"""Probes of both kinds of all-reduce."""

import math

import torch

from torchdojo.ranks import simulate, spawn


def by_rank(values):
    """What each rank found, under its name."""
    found = {}
    for rank, value in enumerate(values):
        named = value.items() if isinstance(value, dict) else [("", value)]
        found |= {f"{what} on rank {rank}".strip(): v for what, v in named}
    return found


def summed(module, function, tensors):
    """Gives each rank one of some tensors and calls FUNCTION on all of them"""

    def one(rank, module):
        t = tensors[rank].clone()
        returned = getattr(module, function)(t)
        return t if function == "all_reduce_ring" else returned

    values = simulate(one, len(tensors), module).values
    usable = all(isinstance(v, torch.Tensor) and v.shape == values[0].shape for v in values)
    found = by_rank([{"sum": value} for value in values])
    apart = {f"sum on rank {r} minus that on rank 0": v - values[0] for r, v in enumerate(values)}
    return found | (apart if usable else {})


def kept(module, tensors):
    """Calls `all_reduce_naive`, adds 1 to what it returns, looks at the tensor handed over"""

    def one(rank, module):
        t = tensors[rank].clone()
        returned = module.all_reduce_naive(t)
        shown = returned.clone() if isinstance(returned, torch.Tensor) else "no tensor"
        if isinstance(returned, torch.Tensor):
            returned += 1
        return {"the tensor handed over": t, "what is returned": shown}

    return by_rank(simulate(one, len(tensors), module).values)


def inside(module, tensors):
    """Calls `all_reduce_ring` on parts of larger tensors that are not contiguous"""

    def one(rank, module):
        whole, line = tensors[rank].clone(), tensors[rank].flatten()
        returned = module.all_reduce_ring(whole[1:, :-1].t())
        module.all_reduce_ring(line[::2])
        kind = type(returned).__name__
        return {"the larger matrix": whole, "the larger vector": line, "what is returned": kind}

    return by_rank(simulate(one, len(tensors), module).values)


def traffic(module, function, tensors):
    """Counts each rank's messages and the numbers in them while FUNCTION runs"""

    def one(rank, module):
        t = tensors[rank].clone()
        returned = getattr(module, function)(t)
        return t if returned is None else returned

    ranks = simulate(one, len(tensors), module)
    found = []
    for value, calls in zip(ranks.values, ranks.calls, strict=True):
        routes = {}
        for call in calls:
            messages, numbers = routes.get(f"{call.kind} {call.options}", (0, 0))
            routes[f"{call.kind} {call.options}"] = (messages + 1, numbers + math.prod(call.shape))
        found.append({"sum": value, "messages and numbers": dict(sorted(routes.items()))})
    return by_rank(found)


def longest(module, tensors):
    """Counts each rank's messages and the numbers in its longest while `all_reduce_ring` runs"""

    def one(rank, module):
        module.all_reduce_ring(tensors[rank].clone())

    found = []
    for calls in simulate(one, len(tensors), module).calls:
        sent = [math.prod(call.shape) for call in calls if call.kind == "send"]
        found.append({"messages": len(sent), "numbers in the longest": max(sent, default=0)})
    return by_rank(found)


def is_sum(t, total):
    """Whether a rank's result is the sum, of whatever kind it is."""
    return isinstance(t, torch.Tensor) and t.dtype == total.dtype and torch.equal(t, total)


def real(module, tensors):
    """Runs both functions on simulated ranks, then on real processes that talk by gloo"""

    def one(rank, module):
        naive = module.all_reduce_naive(tensors[rank].clone().t())
        ring = tensors[rank].clone()
        module.all_reduce_ring(ring.t())
        return {"naive sum": naive, "ring's sum": ring}

    simulated, total = simulate(one, 2, module).values, tensors[0] + tensors[1]
    found = by_rank(simulated)
    # What sends messages of the wrong size ends real processes in one way or another.
    if not all(
        is_sum(f["naive sum"], total.t()) and is_sum(f["ring's sum"], total) for f in simulated
    ):
        return found | {"gloo": "not run"}
    return found | {f"{k}, gloo": v for k, v in by_rank(spawn(one, 2, module, seconds=8)).items()}
