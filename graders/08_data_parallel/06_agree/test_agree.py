"""Checks of `start_alike` and `differing`; every rank draws its own random numbers."""

import pytest
import torch
from torch import nn

from torchdojo.ranks import simulate, spawn


def begun(module, ranks, seed, kind, real):
    """Makes a model on each of the RANKS, lets it see some batches, begins alike"""

    def one(rank, module):
        model = nn.Sequential(nn.Linear(3, 5), nn.BatchNorm1d(5), nn.Linear(5, 2)).double()
        model.register_buffer("band", torch.rand(2, 3) > 0.5, persistent=False)
        model.register_buffer("steps", torch.tensor(2**53 + 1 + 2 * rank))
        model[0].requires_grad_(False)
        for size in range(2, 4 + rank):
            model(torch.randn(size, 3).double())
        names = module.differing(model) if kind == "everything" else []
        module.start_alike(model)
        parts = {
            "trained": {n: p for n, p in model.named_parameters() if p.requires_grad},
            "frozen": {n: p for n, p in model.named_parameters() if not p.requires_grad},
            "saved buffers": {n: b for n, b in model.named_buffers() if n in model.state_dict()},
            "unsaved buffers": {"band": model.band},
            "everything": dict(model.named_parameters()) | dict(model.named_buffers()),
        }
        return {"names": names} | {name: t.detach() for name, t in parts[kind].items()}

    return (
        spawn(one, ranks, module, seed=seed)
        if real
        else simulate(one, ranks, module, seed=seed).values
    )


def trained(module, x, seed):
    """Makes an optimizer first, calls `start_alike`, then takes two steps with it"""

    def one(rank, module):
        model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)).double()
        model[0].bias.requires_grad_(False)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
        model[2].bias.grad = torch.full_like(model[2].bias, rank + 0.5)
        module.start_alike(model)
        kept = {"grad": model[2].bias.grad.clone(), "random": torch.rand(2)}
        flags = [p.requires_grad for p in model.parameters()]
        for _ in range(2):
            (model(x) ** 2).mean().backward()
            optimizer.step()
        weights = {name: p.detach() for name, p in model.named_parameters()}
        return kept | {"requires_grad": flags} | weights

    return simulate(one, 2, module, seed=seed).values


def named(module, changed, ranks):
    """Changes some tensors on some of the RANKS; notes what `differing` returns and leaves"""

    def one(rank, module):
        model = nn.Sequential(nn.Linear(3, 5), nn.BatchNorm1d(5), nn.Linear(5, 2))
        for p in model.parameters():
            p.data.copy_(torch.arange(p.numel()).view_as(p))
        model.register_buffer("mask", torch.full((3, 4), -torch.inf).triu(1), persistent=False)
        model.register_buffer("steps", torch.tensor(2**53))
        model[2].weight.requires_grad_(False)
        tensors = dict(model.named_parameters()) | dict(model.named_buffers())
        for name, who, amount in changed:
            if rank == who:
                tensors[name].data.flatten()[-1] += amount
        names = module.differing(model)
        sums = {name: t.detach().clone() for name, t in tensors.items()}
        return {"names": names} | sums

    return simulate(one, ranks, module).values


@pytest.mark.points(2)
def test_copies_what_is_trained(agree, draw):
    """Every rank gets the trained parameters of rank 0."""
    agree.run(begun, draw.int(2, 4), draw.int(0, 999), "trained", False)


@pytest.mark.points(2)
def test_copies_buffers(agree, draw):
    """Every rank gets the running statistics and counters of rank 0, to the last digit."""
    agree.run(begun, 3, draw.int(0, 999), "saved buffers", False)


@pytest.mark.hidden
def test_copies_frozen_parameters(agree, draw):
    """Every rank gets the parameters of rank 0 that do not require a gradient, too."""
    agree.run(begun, 2, draw.int(0, 999), "frozen", False)


@pytest.mark.hidden
def test_copies_buffers_that_are_not_saved(agree, draw):
    """A buffer that is not in the `state_dict` is copied like the others."""
    agree.run(begun, 3, draw.int(0, 999), "unsaved buffers", False)


@pytest.mark.points(2)
def test_keeps_an_optimizer_working(agree, draw):
    """An optimizer made before trains on; gradients and random numbers stay."""
    agree.run(trained, draw.normal(5, 3, dtype=torch.float64), draw.int(0, 999))


@pytest.mark.points(2)
def test_names_what_differs(agree, draw):
    """`differing` names what one rank has otherwise, on every rank, and changes nothing."""
    agree.run(named, [("2.bias", 1, draw.uniform(1).item() + 1), ("1.weight", 1, -4.0)], 2)
    agree.run(named, [], 2)
    agree.run(named, [], 1)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_names_all_that_differs(agree, draw):
    """Frozen parameters and all buffers are compared, on all ranks."""
    last = [("2.weight", 2, 1.0), ("1.running_var", 1, 0.5), ("1.num_batches_tracked", 0, 1)]
    agree.run(named, draw.shuffled([*last, ("mask", 1, -7.0), ("steps", 2, 1)]), 3)


@pytest.mark.points(2)
def test_runs_on_real_processes(agree, draw):
    """The same holds for processes that talk through gloo."""
    agree.run(begun, 2, draw.int(0, 999), "everything", True)
