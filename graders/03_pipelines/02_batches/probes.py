"""Probes of `plan`, `loaders` and `numbered`."""

from itertools import islice

import torch
from torch.utils.data import DataLoader, TensorDataset


def loaded(module, train, test, batch_size, seeds, which):
    """Calls `loaders`, looks at the loader for training or for testing, and loops over it twice"""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(11)
        made = {}
        for seed in seeds:
            sets = TensorDataset(*train), TensorDataset(*test)
            pair = module.loaders(*sets, batch_size, seed)
            loader = pair[which]
            made |= {
                f"what loaders returns, seed {seed}": type(pair).__name__,
                f"number of loaders, seed {seed}": len(pair),
                f"is DataLoader, seed {seed}": isinstance(loader, DataLoader),
                f"number of batches, seed {seed}": len(loader),
                f"epoch 1, seed {seed}": list(islice(loader, 40)),
                f"epoch 2, seed {seed}": list(islice(loader, 40)),
            }
        return made


def in_turn(module, train, test, batch_size, seed):
    """Calls `loaders` for two seeds and loops over the first two loaders in turn, training first"""
    with torch.random.fork_rng(devices=[]):
        sets = TensorDataset(*train), TensorDataset(*test)
        made = module.loaders(*sets, batch_size, seed)
        module.loaders(*sets, batch_size, seed + 1)
        epochs = {f"epoch {n}": [list(islice(loader, 40)) for loader in made] for n in (1, 2, 3)}
        return {f"training, {epoch}": batches for epoch, (batches, _) in epochs.items()}


def planned(module, train, test, batch_size):
    """Calls `loaders`, and for each loader compares the sizes of its batches with `plan`"""
    training, testing = module.loaders(TensorDataset(*train), TensorDataset(*test), batch_size, 3)
    return {
        "plan of training": module.plan(len(train[0]), batch_size, True),
        "sizes in training": [len(y) for _, y in training],
        "plan of testing": module.plan(len(test[0]), batch_size, False),
        "sizes in testing": [len(y) for _, y in testing],
    }


def walked(module, x, batch_size, epochs, drop_last):
    """Walks over a shuffling `DataLoader` by `numbered`, giving up where it does not end"""
    loader = DataLoader(
        TensorDataset(x),
        batch_size=batch_size,
        shuffle=True,
        drop_last=drop_last,
        generator=torch.Generator().manual_seed(4),
    )
    return [tuple(found) for found in islice(module.numbered(loader, epochs), len(x) * epochs + 1)]


def global_numbers(module, train, test, seed):
    """Seeds torch's global random numbers, calls `loaders`, loops over the first, and draws one"""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        loader = module.loaders(TensorDataset(*train), TensorDataset(*test), 4, 5)[0]
        made = torch.initial_seed(), torch.rand(1)
        found = {"batches": len(list(loader)), "seed and number after the call": made}
        return found | {"seed after a loop": torch.initial_seed()}


def reads(module, x, batch_size, stop):
    """Counts the examples that have been read when the walk by `numbered` has come to a batch"""

    class Noted(TensorDataset):
        count = 0

        def __getitem__(self, i):
            self.count += 1
            return super().__getitem__(i)

    data = Noted(x)
    walk = module.numbered(DataLoader(data, batch_size=batch_size), 3)
    for _ in range(stop):
        next(walk)
    return {"batches": stop, "examples read": data.count}
