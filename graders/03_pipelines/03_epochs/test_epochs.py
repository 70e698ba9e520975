"""Checks of `shuffled_pairs`, `epochs` and `order_of_epoch`: who stands next to whom, and when."""

import random

import numpy as np
import pytest
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
    """Calls `epochs`, writes zeros over the first epoch's x and y, and looks at all the rest"""
    x, y = x.clone(), y.clone()
    first, *others = module.epochs(x, y, 3, seed)
    for part in first:
        part.zero_()
    return {"x": x, "y": y, "other epochs": others}


def global_numbers(module, x, y, seed):
    """Seeds all global random numbers, calls the three functions, and draws one of each kind"""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        random.seed(seed)
        np.random.seed(seed)
        _, labels = module.shuffled_pairs(x, y, torch.Generator().manual_seed(5))
        epochs = [sorted(part[1].tolist()) for part in module.epochs(x, y, 2, 6)]
        order = module.order_of_epoch(len(x), 7, 3)
        return {
            "labels": (sorted(labels.tolist()), epochs),
            "order": sorted(map(int, order)),
            "torch": torch.rand(1),
            "torch's seed": torch.initial_seed(),
            "random": random.random(),
            "NumPy": float(np.random.rand()),
        }


def orders(module, n, seed, epochs):
    """Calls `order_of_epoch` for these epochs, one after the other"""
    return {f"epoch {epoch}": module.order_of_epoch(n, seed, epoch) for epoch in epochs}


def data(draw, n, *more):
    """Features of shape (n, 3) or (n, `more`), and n different labels."""
    return draw.normal(n, *(more or (3,))), torch.tensor(draw.shuffled(range(10, 10 + n)))


@pytest.mark.points(2)
def test_keeps_pairs_together(agree, draw, device):
    """`shuffled_pairs` returns every row of x once, each beside its own y."""
    agree.run(pairs_kept, *data(draw, draw.int(9, 14)), draw.int(0, 2**40))


@pytest.mark.points(2)
def test_draws_from_the_generator(agree, draw, device):
    """The order is one draw of `torch.randperm` from the generator; a second call has a new one."""
    for n in (draw.int(9, 14), 300):
        agree.run(drawn_twice, *data(draw, n), draw.int(0, 2**40))


def test_refuses_unequal_lengths(agree, draw):
    """`shuffled_pairs` and `epochs` raise ValueError if x and y have different lengths."""
    x, y = data(draw, draw.int(5, 8))
    agree.run(refusal, x, y)
    for short in ((x[1:], y), (x, y[1:])):
        agree.run(refusal, *short)
        agree.error("epochs", *short, 2, 3)


@pytest.mark.points(3)
def test_has_a_new_order_in_each_epoch(agree, draw):
    """`epochs` gives a new order in each epoch, and the same orders again for the same seed."""
    x, y = data(draw, draw.int(9, 14))
    first, second = draw.int(1, 99), draw.int(100, 199)
    for seed, count in ((first, 3), (first, 4), (second, 1)):
        agree.call("epochs", x, y, count, seed)


@pytest.mark.points(2)
def test_jumps_to_any_epoch(agree, draw):
    """`order_of_epoch` depends on the seed and the epoch alone, not on earlier calls."""
    seed, far = draw.int(20, 99), draw.int(7, 12)
    agree.run(orders, draw.int(9, 14), seed, [far, 0, 1, far])
    agree.run(orders, draw.int(9, 14), seed + 1, [0])


@pytest.mark.hidden
@pytest.mark.points(2)
def test_leaves_the_data_alone(agree, draw):
    """x and y stay as they are, and no epoch shares its memory with them or with another."""
    agree.run(overwritten, *data(draw, draw.int(9, 14)), draw.int(0, 2**40))
    agree.run(overwritten, *data(draw, draw.int(6, 8), 2, 4), draw.int(0, 2**40))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_leaves_global_numbers_alone(agree, draw):
    """The program's next random numbers, of torch, `random` and NumPy, are as if nothing was."""
    agree.run(global_numbers, *data(draw, draw.int(9, 14)), draw.int(0, 2**30))
