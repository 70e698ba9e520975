"""Checks of `RankSampler`, `loader_for`, `epochs_of` and `merge`: who sees which example, when."""

import pytest
import torch
from torch.utils.data import DataLoader, TensorDataset


def dealt(module, n, world, options, epochs):
    """Makes a sampler for every rank, and notes length and indices in each epoch, asked twice"""
    found = {}
    for rank in range(world):
        sampler = module.RankSampler(range(n), world, rank, **options)
        found[f"length on rank {rank}"] = len(sampler)
        found[f"indices of rank {rank} at first"] = list(sampler)
        for epoch in epochs:
            sampler.set_epoch(epoch)
            found[f"indices of rank {rank} in epoch {epoch}"] = list(sampler)
            found[f"indices of rank {rank} in epoch {epoch}, asked again"] = list(sampler)
    return found


def in_a_loader(module, x, world, options):
    """Uses `RankSampler` in a `DataLoader`, and lets the global random numbers change"""
    batches = []
    with torch.random.fork_rng(devices=[]):
        for rank in range(world):
            torch.manual_seed(rank)
            sampler = module.RankSampler(TensorDataset(x), world, rank, **options)
            loader = DataLoader(TensorDataset(x), batch_size=2, sampler=sampler)
            batches.append([batch for (batch,) in loader])
        torch.manual_seed(world)
        list(module.RankSampler(x, world, 0, **options))
        return {"batches": batches, "a random number afterwards": torch.rand(()).item()}


def loaders(module, x, y, world, size, seed):
    """Calls `loader_for` for every rank, and looks at the loader and its sampler"""
    found = {}
    for rank in range(world):
        loader = module.loader_for(TensorDataset(x, y), rank, world, size, seed)
        kind = type(loader.sampler)
        found[f"loader of rank {rank}"] = type(loader).__name__
        found[f"sampler of rank {rank}"] = f"{kind.__module__}.{kind.__name__}"
        found[f"batches of rank {rank}"] = [tuple(batch) for batch in loader]
    return found


def run_epochs(module, x, world, seed, ranges):
    """Makes a loader with `loader_for`, and goes through ranges of epochs with `epochs_of`"""
    loader = module.loader_for(TensorDataset(x), 1, world, 2, seed)
    return {
        f"epochs_of(loader, {start}, {stop})": [
            [batch for (batch,) in batches] for batches in module.epochs_of(loader, start, stop)
        ]
        for start, stop in ranges
    }


@pytest.mark.points(2)
def test_deals_out_in_turn(agree, draw):
    """Without shuffling, rank r has indices r, r + world, ...; padded at the end, or cut."""
    world = draw.int(3, 5)
    for n in (2 * world + 1, 3 * world - 1, 2 * world):
        for drop in (False, True):
            agree.run(dealt, n, world, {"shuffle": False, "drop_last": drop}, [])


@pytest.mark.points(3)
def test_shuffles_alike_on_all_ranks(agree, draw):
    """All ranks share one order, which depends on seed and epoch alone, and is new every epoch."""
    for n, world, drop in ((11, 3, False), (14, 4, True)):
        agree.run(dealt, n, world, {"seed": draw.int(1, 999), "drop_last": drop}, [1, 2, 5])


@pytest.mark.hidden
def test_pads_as_often_as_needed(agree, draw):
    """With more ranks than examples the order is repeated, or dropped; one rank has everything."""
    for n, world in ((3, 8), (2, 5), (5, 1)):
        agree.run(dealt, n, world, {"seed": draw.int(1, 999)}, [3])
    agree.run(dealt, 3, 4, {"drop_last": True}, [1])


@pytest.mark.hidden
@pytest.mark.points(2)
def test_leaves_global_randomness_alone(agree, draw):
    """In a `DataLoader`, the global random numbers neither change the order nor are used up."""
    agree.run(in_a_loader, draw.normal(11, 2), 3, {"seed": draw.int(1, 999)})


@pytest.mark.points(2)
def test_uses_the_real_sampler(agree, draw):
    """`loader_for` gives a `DataLoader` torch's `DistributedSampler`, for this rank and seed."""
    data = draw.normal(13, 2), draw.integers(0, 9, 13)
    agree.run(loaders, *data, 3, 2, draw.int(1, 999))
    agree.run(loaders, *data, 2, 4, draw.int(1, 999))


@pytest.mark.points(2)
def test_has_a_new_order_every_epoch(agree, draw):
    """`epochs_of` tells the sampler each epoch before it begins, also after resuming later."""
    x, seed = draw.normal(11, 2), draw.int(1, 999)
    agree.run(run_epochs, x, 3, seed, [(0, 3), (2, 4), (7, 8)])


@pytest.mark.points(2)
def test_merges_without_duplicates(agree, draw, device):
    """`merge` has the prediction of each example once, in the order of the data set."""
    agree.call("merge", [draw.normal(3, 2) for _ in range(4)], 10)
    agree.call("merge", [draw.integers(0, 9, 2) for _ in range(3)], 6)
    agree.call("merge", [draw.normal(5, 2, 3)], 5)
    uneven = [(sizes, 6) for sizes in draw.amid([2, 2], 3)]
    for sizes, n in (([2, 2, 2], 7), *uneven, ([3, 3], 7)):
        agree.error("merge", [draw.normal(size, 2) for size in sizes], n)


@pytest.mark.hidden
def test_refuses_unknown_ranks(agree, draw):
    """`RankSampler` raises ValueError for a rank that does not exist."""
    agree.run(dealt, 7, 2, {"shuffle": False}, [])
    for world, rank in ((3, 3), (3, -1), (3, 4), (1, 1), (0, 0)):
        agree.error("RankSampler", list(range(draw.int(5, 9))), world, rank)
