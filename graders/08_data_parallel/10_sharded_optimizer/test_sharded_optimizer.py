"""Checks of `assign` and `ShardedOptimizer`: one plain optimizer for everything is the measure."""

import copy

import pytest
import torch
import torch.distributed as dist

from torchdojo.probing import steps
from torchdojo.ranks import simulate, spawn

SHAPES = [(5, 3), (5,), (4, 5), (4,), (2, 4)]
ADAM = ("Adam", {"lr": 0.1})
MOMENTUM = ("SGD", {"lr": 0.05, "momentum": 0.9})


def trained(module, values, rounds, name, options, world, ranks):
    """Steps a `ShardedOptimizer` on each rank of a WORLD, once for each round of gradients"""

    def one(rank, module):
        given = [v.clone().requires_grad_() for v in values]
        optimizer = module.ShardedOptimizer(iter(given), getattr(torch.optim, name), **options)
        found = []
        for grads in rounds:
            optimizer.zero_grad()
            left = sum(p.grad is not None for p in given)
            for p, grad in zip(given, grads, strict=True):
                p.grad = None if grad is None else grad.clone()
            optimizer.step()
            found.append([left, *(p.detach().clone() for p in given)])
        return found + [all(p.is_leaf and p.requires_grad for p in given)]

    simulated = simulate(one, world, module).values  # also before real ranks: they only hang
    return spawn(one, world, module) if ranks == "real processes" else simulated


def kept(module, values, grads, world):
    """Looks at what torch's optimizers keep on each rank after a step, and after a loaded one"""

    def note(optimizer):
        owned = [p for group in optimizer.param_groups for p in group["params"]]
        tensors = [t for state in optimizer.state.values() for t in state.values() if t.dim()]
        return dist.get_rank(), [list(p.shape) for p in owned], sum(t.numel() for t in tensors)

    def one(rank, module):
        given = [v.clone().requires_grad_() for v in values]
        optimizer = module.ShardedOptimizer(given, torch.optim.Adam, lr=0.1)
        for p, grad in zip(given, grads, strict=True):
            p.grad = grad.clone()
        optimizer.step()
        optimizer.load_state(optimizer.gather_state())
        optimizer.step()
        return [p.detach() for p in given]

    with steps(note) as seen:
        weights = simulate(one, world, module).values
    return {"rank, its shapes, numbers kept": sorted(seen), "weights": weights}


def gathered(module, values, grads, world):
    """Steps once, gathers the state on each rank, and lists it by position"""

    def one(rank, module):
        given = [v.clone().requires_grad_() for v in values]
        optimizer = module.ShardedOptimizer(given, torch.optim.Adam, lr=0.1)
        before = len(optimizer.gather_state())
        for p, grad in zip(given, grads, strict=True):
            p.grad = None if grad is None else grad.clone()
        optimizer.step()
        return before, sorted((i, dict(s)) for i, s in optimizer.gather_state().items())

    return simulate(one, world, module).values


def moved(module, values, rounds, worlds):
    """Steps on the first of several WORLDS, takes weights and state to the next one, goes on"""

    def one(rank, module, values, state, grads):
        given = [v.clone().requires_grad_() for v in values]
        optimizer = module.ShardedOptimizer(given, torch.optim.Adam, lr=0.1)
        before = copy.deepcopy(state)
        optimizer.load_state(state)
        for p, grad in zip(given, grads, strict=True):
            p.grad = grad.clone()
        optimizer.step()
        untouched = all(torch.equal(s[k], before[i][k]) for i, s in state.items() for k in s)
        return [p.detach() for p in given], untouched, optimizer.gather_state()

    found, state = [], {}
    for world, grads in zip(worlds, rounds, strict=True):
        values, untouched, state = simulate(one, world, module, values, state, grads).values[-1]
        found.append({"weights": values, "what was loaded is as before": untouched})
    return found


def without(module):
    """Makes a `ShardedOptimizer` of no parameters, then one of a single number, on two ranks"""

    def one(rank, module):
        number = torch.ones((), requires_grad=True)
        try:
            module.ShardedOptimizer(iter(()), torch.optim.SGD, lr=0.5)
        except ValueError:
            number.grad = torch.tensor(3.0)
            module.ShardedOptimizer([number], torch.optim.SGD, lr=0.5).step()
            return "ValueError", number.item()
        return "no error"

    return simulate(one, 2, module).values


def numbers(draw, count):
    """Values for the parameters, and so many rounds of gradients."""
    values, *rounds = [
        [draw.normal(*shape, dtype=torch.float64) for shape in SHAPES] for _ in range(count + 1)
    ]
    return values, rounds


@pytest.mark.points(2)
def test_assigns_by_size(agree, draw):
    """`assign` gives the next largest parameter to the rank that holds the least."""
    for world in (1, 2, 3):
        agree.call("assign", draw.shuffled([12, 3, 40, 5, 5, 8, 23]), world)
    agree.call("assign", draw.shuffled([6, 6, 6, 4, 4, 1]), 4)
    agree.call("assign", [7, 9], 4)
    for world in (0, -2):
        agree.error("assign", [4, 2], world)


@pytest.mark.points(3)
def test_trains_as_one(agree, draw):
    """All ranks have the weights of one plain optimizer after each step."""
    for way in (ADAM, MOMENTUM):
        values, rounds = numbers(draw, 3)
        for world in (2, 3):
            agree.run(trained, values, rounds, *way, world, "simulated ranks")


@pytest.mark.points(3)
def test_keeps_only_its_share(agree, draw):
    """Each rank's optimizer has the parameters that it owns, and state for nothing else."""
    values, (grads,) = numbers(draw, 1)
    for world in (2, 3):
        agree.run(kept, values, grads, world)


@pytest.mark.points(2)
def test_gathers_the_state(agree, draw):
    """`gather_state` returns what a plain optimizer would keep, on every rank, by position."""
    values, (grads, *_) = numbers(draw, 1)
    agree.run(gathered, values, grads, 2)
    grads[draw.int(0, 4)] = None
    agree.run(gathered, values, grads, 3)


@pytest.mark.hidden
@pytest.mark.points(3)
def test_goes_on_with_other_ranks(agree, draw):
    """State that was gathered on 2 ranks can be loaded on 3, and again on 1: nothing changes."""
    agree.run(moved, *numbers(draw, 4), [2, 3, 1, 2])


@pytest.mark.hidden
@pytest.mark.points(2)
def test_bears_idle_ranks(agree, draw):
    """A rank that owns nothing takes part, and a parameter without gradient stays as it is."""
    values, rounds = numbers(draw, 3)
    for grads in rounds[1:]:
        grads[draw.int(0, 4)] = None
    agree.run(trained, values, rounds, *ADAM, 7, "simulated ranks")
    agree.run(trained, values[:2], [g[:2] for g in rounds], *MOMENTUM, 3, "simulated ranks")
    agree.run(gathered, values[:2], rounds[0][:2], 3)


@pytest.mark.hidden
def test_refuses_to_train_nothing(agree):
    """Without parameters there is a ValueError on every rank."""
    agree.run(without)


@pytest.mark.points(2)
def test_runs_on_real_processes(agree, draw):
    """The same holds for processes that talk through gloo."""
    agree.run(trained, *numbers(draw, 2), *ADAM, 2, "real processes")
