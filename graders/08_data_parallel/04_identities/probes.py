"""Probes of `reduce_scatter`, `all_gather` and `all_reduce`."""

import math

from torchdojo.ranks import simulate, spawn


def by_rank(values):
    """What each rank found, under its name."""
    found = {}
    for rank, value in enumerate(values):
        named = value.items() if isinstance(value, dict) else [("", value)]
        found |= {f"{what} on rank {rank}".strip(): v for what, v in named}
    return found


def together(module, function, tensors):
    """Calls FUNCTION on all ranks, each with a tensor of its own"""

    def one(rank, module):
        return {"result": getattr(module, function)(tensors[rank].clone())}

    return by_rank(simulate(one, len(tensors), module).values)


def traffic(module, function, tensors):
    """Counts each rank's messages and the numbers in them while FUNCTION runs"""

    def one(rank, module):
        return getattr(module, function)(tensors[rank].clone())

    ranks = simulate(one, len(tensors), module)
    found = []
    for value, calls in zip(ranks.values, ranks.calls, strict=True):
        kinds = [call.kind.removeprefix("i") for call in calls]
        sent = [call for call in calls if call.kind in ("send", "isend")]
        to = sorted({call.options for call in sent})
        sizes = sorted(math.prod(call.shape) for call in sent)
        others = sorted(set(kinds) - {"send", "recv"})
        sent = {"receivers": to, "numbers in each message": sizes}
        found.append({"result": value} | sent | {"other communication": others})
    return by_rank(found)


def kept(module, tensors):
    """Calls all three functions, writes into what they return, looks at what they were given"""

    def one(rank, module):
        found = {}
        for name in ("reduce_scatter", "all_gather", "all_reduce"):
            given = tensors[rank].clone()
            returned = getattr(module, name)(given)
            shown = returned.clone()
            returned.add_(1)
            found |= {f"result of {name}": shown, f"argument of {name}": given}
        return found

    return by_rank(simulate(one, len(tensors), module).values)


def real(module, tensors):
    """Calls `all_reduce` and `reduce_scatter` on simulated ranks, then on processes with gloo"""

    def one(rank, module):
        t = tensors[rank]
        whole, part = module.all_reduce(t.clone().t()), module.reduce_scatter(t.flatten())
        return {"all_reduce": whole, "reduce_scatter": part}

    world = len(tensors)
    simulated, real = simulate(one, world, module).values, spawn(one, world, module, seconds=8)
    return by_rank(simulated) | {f"{k}, gloo": v for k, v in by_rank(real).items()}
