"""Checks of `sync_gradients` and `mean_loss`: the whole batch on one rank is the measure."""

import pytest
import torch
from torch import nn

from torchdojo.ranks import simulate, spawn


def averaged(module, values, x, y, sizes, ranks):
    """Gives each rank its share of a batch, and averages gradients and loss over the RANKS"""

    def one(rank, module):
        model = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2)).double()
        for p, value in zip(model.parameters(), values, strict=True):
            p.data.copy_(value)
        mine, targets = (t.split(sizes)[rank] for t in (x, y))
        loss = nn.functional.mse_loss(model(mine), targets)
        if len(mine):
            loss.backward()
        module.sync_gradients(model, len(mine))
        mean = module.mean_loss(loss, len(mine))
        found = {"loss": mean if isinstance(mean, float) else type(mean).__name__}
        return found | {name: p.grad for name, p in model.named_parameters()}

    if ranks == "real processes":
        return spawn(one, len(sizes), module)
    return simulate(one, len(sizes), module).values


def unused(module, rows):
    """Uses one layer on rank 0 only and freezes another; averages over three ranks"""

    def one(rank, module):
        layers = nn.ModuleList([nn.Linear(4, 2), nn.Linear(4, 2), nn.Linear(4, 2)]).double()
        for p in layers.parameters():
            p.data.fill_(0.5)
        layers[1].requires_grad_(False)
        x = rows[rank : 2 * rank + 1]
        output = layers[2](x) + layers[1](x) + (layers[0](x) if rank == 0 else 0)
        (output**2).mean().backward()
        module.sync_gradients(layers, len(x))
        named = layers.named_parameters()
        return {name: "None" if p.grad is None else p.grad for name, p in named}

    return simulate(one, 3, module).values


def kept(module, losses):
    """Averages losses that carry a record, and looks at them afterwards"""

    def one(rank, module):
        loss = losses[rank].clone().requires_grad_()
        mean = module.mean_loss(loss, rank + 1)
        return mean, loss.detach(), loss.requires_grad

    return simulate(one, len(losses), module).values


def nobody(module, sizes, function):
    """Notes what FUNCTION raises on each rank"""

    def one(rank, module):
        model = nn.Linear(2, 3)
        given = model if function == "sync_gradients" else torch.tensor(1.5)
        try:
            getattr(module, function)(given, sizes[rank])
        except ValueError:
            return "ValueError"
        return "no error"

    return simulate(one, len(sizes), module).values


def batch(draw, sizes):
    """Weights, features and targets for ranks with so many examples."""
    shapes = [(5, 3), (5,), (2, 5), (2,)]
    values = [draw.normal(*shape, dtype=torch.float64) for shape in shapes]
    x, y = (draw.normal(sum(sizes), n, dtype=torch.float64) for n in (3, 2))
    return values, x, y, sizes


@pytest.mark.points(3)
def test_equals_the_whole_batch(agree, draw):
    """Ranks with as many examples each get the loss and the gradients of the whole batch."""
    agree.run(averaged, *batch(draw, [3, 3]), "simulated ranks")
    agree.run(averaged, *batch(draw, [2, 2, 2]), "simulated ranks")


@pytest.mark.points(3)
def test_weighs_uneven_shares(agree, draw):
    """An example counts the same, however many others its rank has."""
    agree.run(averaged, *batch(draw, [5, 1]), "simulated ranks")
    agree.run(averaged, *batch(draw, draw.shuffled([1, 2, 4])), "simulated ranks")


def test_works_alone(agree, draw):
    """With one rank, everything stays as it is."""
    agree.run(averaged, *batch(draw, [4]), "simulated ranks")


def test_leaves_the_loss_alone(agree, draw):
    """`mean_loss` returns a float and does not change the loss that it is given."""
    agree.run(kept, draw.uniform(3, low=1.0, high=4.0, dtype=torch.float64))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_bears_a_rank_without_examples(agree, draw):
    """A rank without examples takes part, and gets the others' gradients and loss."""
    agree.run(averaged, *batch(draw, [3, 0, 2]), "simulated ranks")


@pytest.mark.hidden
@pytest.mark.points(2)
def test_bears_unused_and_frozen_parameters(agree, draw):
    """A gradient that is None counts as zeros; a frozen parameter is left alone."""
    agree.run(unused, draw.normal(5, 4, dtype=torch.float64))


@pytest.mark.hidden
def test_refuses_an_empty_batch(agree):
    """If no rank has examples, both functions raise ValueError on every rank."""
    for function in ("sync_gradients", "mean_loss"):
        agree.run(nobody, [2, 0, 1], function)
        agree.run(nobody, [0, 0], function)


@pytest.mark.points(2)
def test_runs_on_real_processes(agree, draw):
    """The same holds for processes that talk through gloo."""
    agree.run(averaged, *batch(draw, [1, 4]), "real processes")
