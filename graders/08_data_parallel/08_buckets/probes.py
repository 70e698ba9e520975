"""Probes of `plan_buckets` and `average_in_buckets`."""

import torch

from torchdojo.ranks import simulate, spawn


def planned(module, sizes, dtypes, frozen, limit):
    """Plans buckets for parameters of so many numbers; some of them are frozen"""
    kinds = [getattr(torch, name) for name in dtypes]
    params = [
        torch.zeros(size, dtype=kind, requires_grad=i not in frozen)
        for i, (size, kind) in enumerate(zip(sizes, kinds, strict=True))
    ]
    return [list(bucket) for bucket in module.plan_buckets(params, limit)]


def by_rank(values):
    """What each rank found, under its name."""
    return {f"{w} on rank {r}": v for r, found in enumerate(values) for w, v in found.items()}


def messages(calls):
    """What each rank sent, in words."""
    sent = [[f"{c.kind} of {c.shape}" for c in mine] for mine in calls]
    return {f"messages on rank {rank}": words for rank, words in enumerate(sent)}


def averaged(module, grads, limit, ranks):
    """Gives each rank its gradients, then averages them in buckets"""

    def one(rank, module):
        params = [torch.zeros_like(g).requires_grad_() for g in grads[0]]
        for p, grad in zip(params, grads[rank], strict=True):
            p.grad = grad.clone()
        module.average_in_buckets(params, limit)
        after = {"gradients": [p.grad for p in params]}
        return after | {"parameters": [p.detach() for p in params]}

    simulated = simulate(one, len(grads), module)  # also before real ranks: they only hang
    if ranks == "real processes":
        return by_rank(spawn(one, len(grads), module))
    return by_rank(simulated.values) | messages(simulated.calls)


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

    return by_rank(simulate(one, len(grads), module).values)


def missing(module, grads, lacking, frozen, limit):
    """Leaves out some gradients on each rank, and freezes a parameter that has an old one"""

    def one(rank, module):
        params = [torch.zeros_like(g).requires_grad_(i != frozen) for i, g in enumerate(grads[0])]
        for i, (p, grad) in enumerate(zip(params, grads[rank], strict=True)):
            p.grad = None if i in lacking[rank] else grad.clone()
        module.average_in_buckets(params, limit)
        return {"gradients": ["None" if p.grad is None else p.grad for p in params]}

    ranks = simulate(one, len(grads), module)
    return by_rank(ranks.values) | messages(ranks.calls)
