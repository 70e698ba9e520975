"""Probes of `uniform`, `normal` and `integers`."""

import torch

from torchdojo import probing


def deciles(module, function, a, b, seed, like):
    """Draws 200 by 200 numbers and takes their deciles: what 10 %, 20 %, ... 90 % stay below"""
    generator = torch.Generator(like.device).manual_seed(seed)
    x = getattr(module, function)((200, 200), a, b, generator)
    steps = torch.linspace(0.1, 0.9, 9, dtype=torch.float64, device=x.device)
    return {
        f"deciles of {function}({(200, 200)}, {a}, {b}, generator)": torch.quantile(
            x.double(), steps
        ).float(),
        f"share of different numbers in {function}": round(len(x.unique()) / 40_000, 1),
    }


def shares(module, lo, hi, seed, like):
    """Draws 200 by 200 whole numbers by `integers` and counts each"""
    generator = torch.Generator(like.device).manual_seed(seed)
    x = module.integers((200, 200), lo, hi, generator)
    numbers = range(lo - 1, hi + 2)
    return {f"share of {k} among {lo} to {hi}": (x == k).double().mean() for k in numbers}


def odd_share(module, lo, hi, seed, like):
    """Draws 200 by 200 numbers from a large range by `integers` and counts the odd ones"""
    generator = torch.Generator(like.device).manual_seed(seed)
    x = module.integers((200, 200), lo, hi, generator)
    return {f"share of odd numbers from {lo} to {hi}": (x % 2 == 1).double().mean()}


def samples(module, function, shape, a, b, seed, like):
    """Draws 100 small samples by `FUNCTION`, each from another generator, and compares them"""
    generators = [torch.Generator(like.device).manual_seed(seed + k) for k in range(100)]
    drawn = [getattr(module, function)(shape, a, b, generator) for generator in generators]
    x = torch.stack(drawn).reshape(100, -1).double()
    found = {"smallest number": x.amin(1), "largest number": x.amax(1), "mean": x.mean(1)}
    call = f"{function}({shape}, {a}, {b}, generator)"
    known = {f"finite numbers in 100 times {call}": int(x.isfinite().sum())}
    one = len(x.unique(dim=0)) == 1  # all the same numbers: that is no matter of this question
    for name, y in found.items():
        alike = not one and len(y.round(decimals=2).unique()) == 1
        known[f"{name} of 100 times {call}"] = "always the same" if alike else "not always the same"
    return known


def streams(module, function, a, b, seed):
    """Draws from a generator three times, then from one seeded alike and one seeded otherwise"""
    first = torch.Generator().manual_seed(seed)
    start = first.get_state()
    same, other = torch.Generator().manual_seed(seed), torch.Generator().manual_seed(seed + 1)
    names = ["draw 1", "draw 2", "draw 3", "draw 4, seeded alike", "draw 5, seeded otherwise"]
    draws, moved = [], []
    for generator in (first, first, first, same, other):
        draws.append(getattr(module, function)((30,), a, b, generator))
        moved.append(not torch.equal(generator.get_state(), start))
        if len(draws) == 1:
            torch.rand(3, generator=first)  # whoever keeps a stream beside it does not notice
    found = {}
    for i, x in enumerate(draws):
        alike = [f"those of {names[j]} again" for j in range(i) if torch.equal(draws[j], x)]
        found[f"{function}, {names[i]}"] = alike[0] if alike else "new numbers"
    state = "has moved on" if moved[0] else "is where it was"
    return {**found, f"the generator after draw 1 of {function}": state}


def global_numbers(module, function, a, b, seed):
    """Seeds the global generator, calls `FUNCTION` twice, and looks at the global generator"""
    with torch.random.fork_rng(devices=[]):
        seeds = []
        for own in (5, 6):
            torch.manual_seed(seed)
            x = getattr(module, function)((4, 3), a, b, torch.Generator().manual_seed(own))
            seeds.append(torch.initial_seed())
        after = torch.rand(3)
    kinds = {(seed, seed): "as it was", (5, 6): "that of the generator"}
    another = "the same after both calls" if seeds[0] == seeds[1] else "another after each call"
    return {
        f"numbers of {function} differ": len(x.unique()) > 6,
        f"global numbers after {function}": after,
        f"global seed after {function}": kinds.get(tuple(seeds), another),
    }


def drawn(module, function, shape, a, b):
    """Draws numbers and looks at their shape and dtype"""
    call = f"{function}({shape}, {a}, {b}, generator)"
    try:
        x = getattr(module, function)(shape, a, b, torch.Generator().manual_seed(5))
    except ValueError:
        return {call: "ValueError"}
    return {call: f"{x.dtype} of shape {tuple(x.shape)}"}


def placed(module, function, a, b):
    """Draws from a generator on the CPU while torch's default device is `meta`; where are they?"""
    generator = torch.Generator("cpu").manual_seed(5)
    with torch.device("meta"):
        x = getattr(module, function)((2, 3), a, b, generator)
    return {f"device of the numbers of {function}": x.device.type}


def refusal(module, function, a, b):
    """Asks for an impossible range and notes the kind of error"""
    generator = torch.Generator().manual_seed(5)
    kind = probing.raised(getattr(module, function), (2,), a, b, generator)
    return {f"{function}((2,), {a}, {b}, generator)": kind}
