"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
import torch.distributed as dist
from torchdojo.grading import wrong


@wrong(
    "Only the very last bucket is open: a parameter of another dtype closes it, though the newest bucket *of its dtype* still has room. With one dtype it never shows.",
    seen="named",
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError("limit must be at least 1")
    plan, held, dtype = [], 0, None
    for i in reversed(range(len(params))):
        p = params[i]
        if not p.requires_grad:
            continue
        if plan and p.dtype == dtype and held + p.numel() <= limit:
            plan[-1].append(i)
            held += p.numel()
        else:
            plan.append([i])
            held, dtype = p.numel(), p.dtype
    return plan


@wrong(
    "A bucket may hold `limit` numbers, and you stop one short of it: with < instead of <=, parameters of 3 and 5 numbers do not share a bucket of 8.",
    seen="named",
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError(f"a limit of {limit} is too small")
    plan = []
    newest = {}
    for i in range(len(params) - 1, -1, -1):
        p = params[i]
        if not p.requires_grad:
            continue
        bucket, held = newest.get(p.dtype, (None, 0))
        if bucket is not None and held + p.numel() < limit:
            bucket.append(i)
            newest[p.dtype] = (bucket, held + p.numel())
        else:
            bucket = [i]
            plan.append(bucket)
            newest[p.dtype] = (bucket, p.numel())
    return plan


@wrong(
    "Each `.grad` becomes a new tensor, a view of the message: the numbers are right, but a `.grad` that is there must stay the same tensor with the same memory and layout.",
    seen="named",
)
def average_in_buckets(params, limit):
    for bucket in plan_buckets(params, limit):
        grads = [
            params[i].grad if params[i].grad is not None else torch.zeros_like(params[i])
            for i in bucket
        ]
        vector = torch.cat([g.reshape(-1) for g in grads])
        dist.all_reduce(vector)
        vector /= dist.get_world_size()
        start = 0
        for i in bucket:
            n = params[i].numel()
            params[i].grad = vector[start : start + n].view(params[i].shape)
            start += n


@wrong(
    "`grad.flatten().copy_(...)` writes into the gradient only where flatten makes a view: a gradient that is not in one piece keeps its old numbers, and nothing complains.",
    seen="named",
)
def average_in_buckets(params, limit):
    world = dist.get_world_size()
    for bucket in plan_buckets(params, limit):
        chosen = [params[i] for i in bucket]
        for p in chosen:
            if p.grad is None:
                p.grad = torch.zeros_like(p)
        vector = torch.cat([p.grad.flatten() for p in chosen])
        dist.all_reduce(vector)
        vector.div_(world)
        pieces = vector.split([p.numel() for p in chosen])
        for p, piece in zip(chosen, pieces, strict=True):
            p.grad.flatten().copy_(piece)


@wrong(
    "Any bucket with room is taken, also one that has left already: only the newest of its dtype is open. And parameters that do not require a gradient are planned, too.",
    seen="named",
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError("limit must be at least 1")
    plan, held = [], []
    for i in reversed(range(len(params))):
        n = params[i].numel()
        for k, bucket in enumerate(plan):
            if params[bucket[0]].dtype == params[i].dtype and held[k] + n <= limit:
                bucket.append(i)
                held[k] += n
                break
        else:
            plan.append([i])
            held.append(n)
    return plan
