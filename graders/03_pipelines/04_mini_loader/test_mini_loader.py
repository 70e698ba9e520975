"""Checks of `collate` and `MiniLoader`: what is in a batch, and what a second loop gives."""

import random
from itertools import islice

import pytest
import torch


def looped(module, data, batch_size, options):
    """Makes a `MiniLoader` and loops over it twice, giving up where a loop does not end"""
    loader = module.MiniLoader(data, batch_size, **options)
    limit = 2 * len(data) + 2
    return {"epoch 1": list(islice(loader, limit)), "epoch 2": list(islice(loader, limit))}


def lengths(module, sizes, batch_sizes, drop_last):
    """Asks `MiniLoader`s over datasets of several sizes for their lengths"""
    return {
        f"{n} examples in batches of {size}": len(
            module.MiniLoader([(i, i) for i in range(n)], size, drop_last=drop_last)
        )
        for n in sizes
        for size in batch_sizes
    }


def interrupted(module, data, batch_size):
    """Leaves a loop after its first batch, loops again, and then runs two loops side by side"""
    loader = module.MiniLoader(data, batch_size)
    left = next(iter(loader))
    whole = list(islice(loader, len(data)))
    pairs = list(islice(zip(loader, loader, strict=False), len(data)))
    return {"before the break": left, "the loop after it": whole, "side by side": pairs}


def shuffled(module, data, batch_size, seeds):
    """Loops twice over shuffling `MiniLoader`s with generators, then draws a global number"""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(11)
        random.seed(11)
        data = list(data)
        found = []
        for seed in seeds:
            generator = torch.Generator().manual_seed(seed)
            loader = module.MiniLoader(data, batch_size, shuffle=True, generator=generator)
            found.append([list(islice(loader, len(data))) for _ in range(2)])
        numbers = torch.rand(1), random.random()
        return {"loaders": found, "dataset afterwards": data, "global numbers": numbers}


def shuffled_globally(module, data, batch_size, seed):
    """Seeds torch's global numbers and loops over a shuffling `MiniLoader` without a generator"""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        loader = module.MiniLoader(data, batch_size, shuffle=True)
        return [list(islice(loader, len(data))) for _ in range(2)]


def reads(module, n, batch_size):
    """Notes which examples have been read when the loader is made, and after each batch"""

    class Noted:
        def __init__(self):
            self.read = []

        def __len__(self):
            return n

        def __getitem__(self, i):
            if not 0 <= i < n:
                raise IndexError(i)
            self.read.append(i)
            return i, float(i)

    data = Noted()
    loader = module.MiniLoader(data, batch_size)
    seen = {"when made": list(data.read)}
    for k, _ in enumerate(islice(loader, n)):
        seen[f"after batch {k + 1}"] = list(data.read)
    return seen


def examples(draw, n):
    """n examples: a tensor of shape (2, 3), and a whole number that no other has."""
    labels = draw.shuffled(range(10, 10 + n))
    return [(draw.normal(2, 3), label) for label in labels]


@pytest.mark.points(2)
def test_collates_part_by_part(agree, draw, device):
    """`collate` returns a tuple with one stacked tensor for each part of the examples."""
    n = draw.int(4, 6)
    agree.call("collate", examples(draw, n))
    mixed = [(0.5 + i, draw.integers(0, 9, 3), draw.normal(dtype=torch.float64)) for i in range(n)]
    agree.call("collate", mixed)


@pytest.mark.points(3)
@pytest.mark.limits(seconds=5)
def test_gives_every_batch_in_every_epoch(agree, draw):
    """Each loop gives all examples in order, the last batch with the rest."""
    size = draw.int(3, 4)
    data = examples(draw, 2 * size + draw.int(1, size - 1))
    agree.run(looped, data, size, {})
    agree.run(looped, data[: 2 * size], size, {})


@pytest.mark.limits(seconds=5)
def test_drops_a_small_last_batch(agree, draw):
    """With `drop_last=True` a last batch that is too small is left out, a full one stays."""
    size = draw.int(3, 4)
    data = examples(draw, 2 * size + draw.int(1, size - 1))
    agree.run(looped, data, size, {"drop_last": True})
    agree.run(looped, data[: 2 * size], size, {"drop_last": True})


@pytest.mark.points(2)
def test_counts_its_batches(agree, draw):
    """`len(loader)` is the number of batches, with and without `drop_last`."""
    size = draw.int(3, 5)
    for drop_last in (False, True):
        agree.run(lengths, [0, 1, 2 * size, 2 * size + 1, 3 * size + 1], [1, size], drop_last)


@pytest.mark.points(2)
def test_shuffles_anew_in_every_epoch(agree, draw):
    """With `shuffle=True` each epoch draws an order from the generator; the data keep theirs."""
    first, second = draw.int(1, 99), draw.int(100, 199)
    agree.run(shuffled, examples(draw, 11), 4, [first, first, second])
    agree.run(shuffled_globally, examples(draw, 11), 4, draw.int(1, 99))


def test_refuses_empty_batches(agree, draw):
    """A `batch_size` below 1 raises ValueError when the loader is made."""
    agree.run(lengths, [4], [2], False)
    for size in (0, -draw.int(1, 3)):
        agree.error("MiniLoader", [(1, 2), (3, 4)], size)


@pytest.mark.hidden
@pytest.mark.points(2)
@pytest.mark.limits(seconds=5)
def test_keeps_loops_apart(agree, draw):
    """A loop that was left or that is still going on does not disturb another one."""
    agree.run(interrupted, examples(draw, 8), 3)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_reads_a_batch_when_it_is_due(agree, draw):
    """No example is read before its batch is asked for, and none is read twice."""
    agree.run(reads, draw.int(7, 8), 3)
