"""Checks of `plan`, `loaders` and `numbered`: what a real `DataLoader` then gives out."""

from itertools import islice

import pytest
import torch
from torch.utils.data import DataLoader, TensorDataset


def loaded(module, train, test, batch_size, seeds, which):
    """Calls `loaders`, looks at the loader for training or for testing, and loops over it twice"""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(11)
        made = {}
        for seed in seeds:
            sets = TensorDataset(*train), TensorDataset(*test)
            loader = module.loaders(*sets, batch_size, seed)[which]
            made[f"seed {seed}"] = {
                "is DataLoader": isinstance(loader, DataLoader),
                "batches": len(loader),
                "epochs": [list(islice(loader, 40)), list(islice(loader, 40))],
            }
        return made


def planned(module, train, test, batch_size):
    """Calls `loaders`, and for each loader compares the sizes of its batches with `plan`"""
    made = module.loaders(TensorDataset(*train), TensorDataset(*test), batch_size, 3)
    return [
        {
            "plan": module.plan(len(loader.dataset), loader.batch_size, loader.drop_last),
            "sizes": [len(y) for _, y in loader],
        }
        for loader in made
    ]


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
    walk = iter(module.numbered(DataLoader(data, batch_size=batch_size), 3))
    for _ in islice(walk, stop):
        pass
    return {"batches": stop, "examples read": data.count}


def labelled(draw, n):
    """Features of shape (n, 2), and n different labels."""
    return draw.normal(n, 2), torch.tensor(draw.shuffled(range(10, 10 + n)))


@pytest.mark.points(2)
def test_plans_every_batch(agree, draw):
    """`plan` lists the size of each batch; with `drop_last`, a smaller last one is left out."""
    size = draw.int(3, 9)
    for n in (2 * size + draw.int(1, size - 1), 3 * size, size - 1, 0, 1):
        for drop_last in (False, True):
            agree.call("plan", n, size, drop_last)
    agree.call("plan", draw.int(2, 5), 1, False)


def test_refuses_impossible_sizes(agree, draw):
    """`plan` raises ValueError if `batch_size` is less than 1 or `n` is negative."""
    agree.call("plan", 2 * draw.int(3, 5), 2, False)
    for n, size in ((7, 0), (7, -draw.int(1, 3)), (-draw.int(1, 3), 2), (-1, 2), (0, 0)):
        agree.error("plan", n, size, False)


@pytest.mark.points(2)
def test_loads_for_training(agree, draw):
    """The first loader shuffles anew in every epoch, by its seed, and drops a small last batch."""
    first, second = draw.int(1, 99), draw.int(100, 199)
    agree.run(loaded, labelled(draw, 15), labelled(draw, 9), 4, [first, second], 0)


@pytest.mark.points(2)
def test_loads_for_testing(agree, draw):
    """The second loader gives out every example of the test set, in order, in every epoch."""
    agree.run(loaded, labelled(draw, 15), labelled(draw, 9), 4, [draw.int(1, 99)], 1)


@pytest.mark.points(2)
def test_numbers_every_batch(agree, draw):
    """`numbered` gives epoch, number and step of each batch, all counted from 1."""
    agree.run(walked, draw.normal(11), 4, 3, False)
    agree.run(walked, draw.normal(11), 4, 2, True)


@pytest.mark.hidden
def test_plans_what_the_loaders_do(agree, draw):
    """The batches of both loaders have the sizes that `plan` says."""
    agree.run(planned, labelled(draw, 15), labelled(draw, 9), 4)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_seeds_nothing_global(agree, draw):
    """`loaders` neither seeds nor uses the random numbers of the rest of the program."""
    agree.run(global_numbers, labelled(draw, 15), labelled(draw, 9), draw.int(100, 199))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_reads_batch_by_batch(agree, draw):
    """`numbered` takes a batch from the loader when it is asked for one, not before."""
    for stop in (1, 2, 4):
        agree.run(reads, draw.normal(11), 4, stop)
