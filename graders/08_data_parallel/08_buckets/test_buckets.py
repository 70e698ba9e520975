"""Checks of `plan_buckets` and `average_in_buckets`: what is sent, and what becomes of it."""

import pytest
import torch

from torchdojo.ranks import simulate, spawn

F32, F64, BF16 = "float32", "float64", "bfloat16"


def planned(module, sizes, dtypes, frozen, limit):
    """Plans buckets for parameters of so many numbers; some of them are frozen"""
    kinds = [getattr(torch, name) for name in dtypes]
    params = [
        torch.zeros(size, dtype=kind, requires_grad=i not in frozen)
        for i, (size, kind) in enumerate(zip(sizes, kinds, strict=True))
    ]
    return [list(bucket) for bucket in module.plan_buckets(params, limit)]


def averaged(module, grads, limit, ranks):
    """Gives each rank its gradients, then averages them in buckets"""

    def one(rank, module):
        params = [torch.zeros_like(g).requires_grad_() for g in grads[0]]
        for p, grad in zip(params, grads[rank], strict=True):
            p.grad = grad.clone()
        module.average_in_buckets(params, limit)
        return [p.grad for p in params], [p.detach() for p in params]

    simulated = simulate(one, len(grads), module)  # also before real ranks: they only hang
    if ranks == "real processes":
        return spawn(one, len(grads), module)
    messages = [[f"{c.kind} of {c.shape}" for c in calls] for calls in simulated.calls]
    return {"gradients and parameters": simulated.values, "messages": messages}


def kept(module, grads, limit):
    """Averages gradients that others hold, too; the first is a transposed one"""

    def one(rank, module):
        params = [torch.zeros_like(g).requires_grad_() for g in grads[0]]
        params[0] = torch.zeros_like(grads[0][0].t()).t().requires_grad_()
        held = [grads[rank][0].t().contiguous().t(), *(g.clone() for g in grads[rank][1:])]
        for p, grad in zip(params, held, strict=True):
            p.grad = grad
        module.average_in_buckets(params, limit)
        same = [p.grad is grad for p, grad in zip(params, held, strict=True)]
        return {"as others see them": held, "strides": held[0].stride(), "same tensors": same}

    return simulate(one, len(grads), module).values


def missing(module, grads, lacking, frozen, limit):
    """Leaves out some gradients on each rank, and freezes a parameter that has an old one"""

    def one(rank, module):
        params = [torch.zeros_like(g).requires_grad_(i != frozen) for i, g in enumerate(grads[0])]
        for i, (p, grad) in enumerate(zip(params, grads[rank], strict=True)):
            p.grad = None if i in lacking[rank] else grad.clone()
        module.average_in_buckets(params, limit)
        return ["None" if p.grad is None else p.grad for p in params]

    ranks = simulate(one, len(grads), module)
    return ranks.values, [[f"{c.kind} of {c.shape}" for c in calls] for calls in ranks.calls]


SHAPES = [(4, 3), (5,), (3, 5), (), (2, 4), (6,)]


def gradients(draw, ranks, kinds=(F64,)):
    """Gradients for so many ranks, in each of the dtypes in turn."""
    types = [getattr(torch, kinds[i % len(kinds)]) for i in range(len(SHAPES))]
    pairs = list(zip(SHAPES, types, strict=True))
    return [[draw.normal(*shape, dtype=kind) for shape, kind in pairs] for _ in range(ranks)]


@pytest.mark.points(2)
def test_plans_from_the_last(agree, draw):
    """The plan goes from the last parameter to the first, and fills only the newest bucket."""
    sizes = [1, 7, 2, 3, 8, 2, 4, 1]
    for limit in (8, 9, draw.int(100, 999)):
        agree.run(planned, sizes, [F32] * 8, [], limit)
    agree.run(planned, [], [], [], 3)
    agree.error("plan_buckets", [torch.ones(3)], 0)
    agree.error("plan_buckets", [torch.ones(3)], -draw.int(1, 9))


@pytest.mark.points(3)
def test_averages_gradients(agree, draw):
    """After it each rank has the mean of all ranks' gradients, however the buckets fall."""
    for ranks, limit in ((2, 13), (3, 1000), (1, 13)):
        agree.run(averaged, gradients(draw, ranks), limit, "simulated ranks")


@pytest.mark.points(2)
def test_sends_one_message_for_each_bucket(agree, draw):
    """There are as many all-reduces as buckets, each of one vector."""
    for limit in (1, 15, 24):
        agree.run(averaged, gradients(draw, 2), limit, "simulated ranks")


@pytest.mark.points(2)
def test_writes_into_the_gradients(agree, draw):
    """A `.grad` stays the same tensor, also one that is transposed: only its numbers change."""
    for limit in (1, 20, 1000):
        agree.run(kept, gradients(draw, 2), limit)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_gives_large_ones_their_own(agree, draw):
    """A parameter with more numbers than the limit is alone in its bucket."""
    agree.run(planned, [1, 20, 1, 9, 30, 2], [F32] * 6, [], 8)
    agree.run(planned, [1, 2, 9, 1], [F32] * 4, [], 8)
    agree.run(averaged, gradients(draw, 2), 9, "simulated ranks")


@pytest.mark.hidden
@pytest.mark.points(2)
def test_keeps_dtypes_apart(agree, draw):
    """Each dtype has buckets of its own, and no gradient changes its dtype."""
    dtypes = [F32, F32, F64, F64, BF16, F32, F64]
    agree.run(planned, [2, 3, 4, 1, 5, 2, 3], dtypes, [], 7)
    agree.run(averaged, gradients(draw, 2, (F32, F64)), 20, "simulated ranks")


@pytest.mark.hidden
@pytest.mark.points(2)
def test_bears_missing_and_frozen_gradients(agree, draw):
    """A gradient that is None counts as zeros; a frozen parameter is in no bucket."""
    agree.run(planned, [3, 1, 4, 2, 5], [F32] * 5, [1, 4], 6)
    agree.run(missing, gradients(draw, 2), [[0, 4], [4, 5]], 2, 12)
    agree.run(missing, gradients(draw, 3), [[1], [], [0, 1, 3]], draw.int(4, 5), 100)


@pytest.mark.points(2)
def test_runs_on_real_processes(agree, draw):
    """The same holds for processes that talk through gloo."""
    agree.run(averaged, gradients(draw, 2), 14, "real processes")
