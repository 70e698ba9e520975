"""Probes of `collate` and `MiniLoader`."""

import random
from itertools import islice

import torch


def looped(module, data, batch_size, options):
    """Makes a `MiniLoader` and loops over it twice, giving up where a loop does not end"""
    loader = module.MiniLoader(data, batch_size, **options)
    limit = 2 * len(data) + 2
    return {"epoch 1": list(islice(loader, limit)), "epoch 2": list(islice(loader, limit))}


def indexed(module, data, batch_size, shuffle):
    """Loops over a `MiniLoader` on a dataset that raises KeyError past its end, not IndexError"""
    rows = dict(enumerate(data))

    class Indexed:
        def __len__(self):
            return len(rows)

        def __getitem__(self, i):
            return rows[i]

    generator = torch.Generator().manual_seed(7)
    loader = module.MiniLoader(Indexed(), batch_size, shuffle, generator=generator)
    return list(islice(loader, len(data)))


def lengths(module, sizes, batch_sizes, drop_last):
    """Asks `MiniLoader`s over datasets of several sizes for their lengths"""
    return {
        f"dataset of {n}, batches of {size}": len(
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
    """Loops over shuffling `MiniLoader`s, the second time for one batch, and draws a number"""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(11)
        random.seed(11)
        data = list(data)
        found = {}
        for place, seed in enumerate(seeds, start=1):
            generator = torch.Generator().manual_seed(seed)
            loader = module.MiniLoader(data, batch_size, shuffle=True, generator=generator)
            for epoch, stop in enumerate((len(data), 1, len(data)), start=1):
                found[f"loader {place} (seed {seed}), epoch {epoch}"] = list(islice(loader, stop))
        numbers = torch.rand(1), random.random()
        return found | {"dataset afterwards": data, "global numbers": numbers}


def shuffled_globally(module, data, batch_size, seed):
    """Seeds torch's global numbers and loops over a shuffling `MiniLoader` without a generator"""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        loader = module.MiniLoader(data, batch_size, shuffle=True)
        return {f"epoch {n}": list(islice(loader, len(data))) for n in (1, 2)}


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
