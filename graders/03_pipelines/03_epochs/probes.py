"""Probes of `shuffled_pairs`, `epochs` and `order_of_epoch`."""

import random

import numpy as np
import torch

from torchdojo import probing


def pairs_kept(module, x, y, seed):
    """Calls `shuffled_pairs` and notes, sorted, which row of x and which of y stand side by side"""
    shuffled = module.shuffled_pairs(x, y, torch.Generator().manual_seed(seed))
    places = [
        [(old == new).flatten(1).all(dim=1).nonzero().flatten().tolist() for new in part]
        for old, part in zip((x, y[:, None]), (shuffled[0], shuffled[1][:, None]), strict=True)
    ]
    return {"rows of x and y": sorted(zip(*places, strict=True)), "kind": type(shuffled).__name__}


def drawn_twice(module, x, y, seed):
    """Calls `shuffled_pairs` twice with the same generator, then draws from it once more"""
    generator = torch.Generator().manual_seed(seed)
    calls = [module.shuffled_pairs(x, y, generator) for _ in range(2)]
    return {"first": calls[0], "second": calls[1], "next": torch.rand(1, generator=generator)}


def refusal(module, x, y):
    """Calls `shuffled_pairs` with tensors of different lengths and notes the kind of error"""
    return probing.raised(module.shuffled_pairs, x, y, torch.Generator().manual_seed(5))


def overwritten(module, x, y, seed):
    """Writes zeros over what `shuffled_pairs` and the first epoch returned; looks at the rest"""
    x, y = x.clone(), y.clone()
    shuffled = module.shuffled_pairs(x, y, torch.Generator().manual_seed(seed))
    first, *others = module.epochs(x, y, 3, seed)
    for part in (*shuffled, *first):
        part.zero_()
    later = {f"epoch {n}": epoch for n, epoch in enumerate(others, start=2)}
    return {"x": x, "y": y} | later


def global_numbers(module, x, y, seed):
    """Seeds all global random numbers, calls the three functions, and draws one of each kind"""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        random.seed(seed)
        np.random.seed(seed)
        _, labels = module.shuffled_pairs(x, y, torch.Generator().manual_seed(5))
        epochs = [sorted(map(int, part[1])) for part in module.epochs(x, y, 2, 6)]
        order = module.order_of_epoch(len(x), 7, 3)
        return {
            "labels": (sorted(map(int, labels)), epochs),
            "order": sorted(map(int, order)),
            "torch": torch.rand(1),
            "torch's seed": torch.initial_seed(),
            "random": random.random(),
            "NumPy": float(np.random.rand()),
        }


def orders(module, n, seed, epochs):
    """Calls `order_of_epoch` for these epochs, writing zeros over each result before the next"""
    found = {}
    for epoch in epochs:
        order = module.order_of_epoch(n, seed, epoch)
        found[f"epoch {epoch}"] = order.clone()
        order.zero_()
    return found
