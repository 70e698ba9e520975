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
        ),
        f"share of different numbers in {function}": len(x.unique()) / 40_000,
    }


def shares(module, lo, hi, seed, like):
    """Draws 200 by 200 whole numbers by `integers` and counts each"""
    generator = torch.Generator(like.device).manual_seed(seed)
    x = module.integers((200, 200), lo, hi, generator)
    numbers = range(lo - 1, hi + 2)
    return {f"share of {k} among {lo} to {hi}": (x == k).double().mean() for k in numbers}


def streams(module, function, a, b, seed):
    """Draws from a generator, from it again, then from one seeded alike and one seeded otherwise"""
    first = torch.Generator().manual_seed(seed)
    same, other = torch.Generator().manual_seed(seed), torch.Generator().manual_seed(seed + 1)
    names = ["draw 1", "draw 2", "draw 3, seeded alike", "draw 4, seeded otherwise"]
    draws = [getattr(module, function)((30,), a, b, g) for g in (first, first, same, other)]
    found = {}
    for i, x in enumerate(draws):
        alike = [f"those of {names[j]} again" for j in range(i) if torch.equal(draws[j], x)]
        found[f"{function}, {names[i]}"] = alike[0] if alike else "new numbers"
    return found


def global_numbers(module, function, a, b, seed):
    """Seeds the global generator, calls the function, and draws three global numbers"""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        x = getattr(module, function)((4, 3), a, b, torch.Generator().manual_seed(5))
        return {
            f"numbers of {function} differ": len(x.unique()) > 6,
            f"global numbers after {function}": torch.rand(3),
            f"global seed after {function}": torch.initial_seed(),
        }


def drawn(module, function, shape, a, b):
    """Draws numbers and looks at their shape and dtype"""
    x = getattr(module, function)(shape, a, b, torch.Generator().manual_seed(5))
    call = f"{function}({shape}, {a}, {b}, generator)"
    return {f"shape of {call}": list(x.shape), f"dtype of {call}": str(x.dtype)}


def refusal(module, function, a, b):
    """Asks for an impossible range and notes the kind of error"""
    generator = torch.Generator().manual_seed(5)
    kind = probing.raised(getattr(module, function), (2,), a, b, generator)
    return {f"{function}((2,), {a}, {b}, generator)": kind}
