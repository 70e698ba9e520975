"""Checks of `train`: one rank is the measure for any number of ranks, in float64."""

import pytest
import torch
from torch import nn

from torchdojo.ranks import simulate, spawn


def by_rank(values):
    """What each rank found, under its name."""
    return {f"{w} on rank {r}": v for r, found in enumerate(values) for w, v in found.items()}


def trained(module, x, y, settings, ranks, seed, backend, stale=None):
    """Trains models that begin with other weights on each rank, on BACKEND"""

    def one(rank, module):
        model = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 4)).double()
        for p in model.parameters():
            p.grad = None if stale is None else torch.full_like(p, stale)
        losses = module.train(model, x, y, **settings)
        kinds = sorted({type(loss).__name__ for loss in losses})
        return {"losses": list(losses), "types of the losses": kinds} | {
            name: p.detach() for name, p in model.named_parameters()
        }

    if backend == "real processes":
        return by_rank(spawn(one, ranks, module, seed=seed))
    return by_rank(simulate(one, ranks, module, seed=seed).values)


def worked(module, x, y, settings, ranks):
    """Counts the examples that go through the model on each rank, and the collectives"""

    def one(rank, module):
        model, seen = nn.Linear(3, 4).double(), []
        model.register_forward_hook(lambda _, args, __: seen.append(len(args[0])))
        losses = module.train(model, x, y, **settings)
        return sum(seen), losses

    run = simulate(one, ranks, module)
    counts = [count for count, _ in run.values]
    wanted = len(x) * settings["epochs"]
    batches = -(-len(x) // settings["batch_size"]) * settings["epochs"]
    return {
        "examples, all ranks": sum(counts),
        "no rank has more than its share": max(counts) <= wanted / ranks + batches,
        "shares differ by at most one": max(counts) - min(counts) <= batches,
        "losses": run.values[0][1],
    }


def buffered(module, x, y, settings, seed):
    """Trains a model with a buffer that differs from rank to rank"""

    class Shifted(nn.Module):
        def __init__(self):
            super().__init__()
            self.linear = nn.Linear(3, 4)
            self.register_buffer("offset", torch.rand(3))

        def forward(self, x):
            return self.linear(x + self.offset)

    def one(rank, module):
        model = Shifted().double()
        module.train(model, x, y, **settings)
        return {name: value.detach() for name, value in model.state_dict().items()}

    return by_rank(simulate(one, 2, module, seed=seed).values)


def problem(draw, n, batch_size, epochs=2):
    """Examples, classes and settings."""
    x, y = draw.normal(n, 3, dtype=torch.float64), draw.integers(0, 4, n)
    settings = {"epochs": epochs, "batch_size": batch_size, "lr": 0.1 * draw.int(3, 6)}
    return x, y, settings | {"seed": draw.int(1, 9999)}


@pytest.mark.points(2)
def test_trains_alone(agree, draw):
    """One rank trains as promised: order, batches, steps, losses; old gradients do not count."""
    for stale in (None, 0.5):
        agree.run(trained, *problem(draw, 11, 4, 3), 1, draw.int(0, 999), "simulated ranks", stale)


@pytest.mark.points(4)
def test_trains_as_one(agree, draw):
    """Two and four ranks get the weights and losses that one rank gets, from rank 0's start."""
    for ranks in (2, 4):
        agree.run(trained, *problem(draw, 16, 8), ranks, draw.int(0, 999), "simulated ranks")


@pytest.mark.points(3)
def test_weighs_uneven_shares(agree, draw):
    """Batches that the ranks do not divide, and a shorter last one, change nothing."""
    for ranks in (2, 3):
        agree.run(trained, *problem(draw, 13, 5), ranks, draw.int(0, 999), "simulated ranks")


@pytest.mark.hidden
@pytest.mark.points(2)
def test_bears_ranks_with_nothing_to_do(agree, draw):
    """More ranks than examples in a batch: some compute nothing, but all take part."""
    agree.run(trained, *problem(draw, 7, 3), 4, draw.int(0, 999), "simulated ranks")


@pytest.mark.hidden
def test_starts_from_all_of_rank_zero(agree, draw):
    """Buffers are rank 0's as well."""
    agree.run(buffered, *problem(draw, 8, 4), draw.int(0, 999))


@pytest.mark.points(3)
def test_shares_the_work(agree, draw):
    """Each example of a batch goes through one rank's model; shares differ by at most one."""
    agree.run(worked, *problem(draw, 24, 8), 4)
    for n in (6, 7):
        agree.run(worked, *problem(draw, n, n, 1), 4)


@pytest.mark.points(2)
def test_runs_on_real_processes(agree, draw):
    """The same holds for two processes that talk through gloo."""
    agree.run(trained, *problem(draw, 9, 4), 2, draw.int(0, 999), "real processes")
