"""Wrong answers by people who had seen the exercise alone."""

import torch
import torch.distributed as dist

from torchdojo.grading import wrong


@wrong(
    "Only the very last bucket is looked at: a parameter of another dtype in between closes it, but the newest bucket *of its dtype* is still open.",
    seen="named",
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError("a bucket holds at least one number")
    buckets = []
    size, dtype = 0, None
    for i in range(len(params) - 1, -1, -1):
        p = params[i]
        if not p.requires_grad:
            continue
        if buckets and p.dtype == dtype and size + p.numel() <= limit:
            buckets[-1].append(i)
            size += p.numel()
        else:
            buckets.append([i])
            size, dtype = p.numel(), p.dtype
    return buckets


@wrong(
    "A parameter over the limit gets its bucket without becoming the newest of its dtype, so later ones still join an older bucket.",
    seen="named",
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError("limit must be 1 or more")
    buckets = []
    newest = {}
    for i in reversed(range(len(params))):
        p = params[i]
        if not p.requires_grad:
            continue
        n = p.numel()
        if n > limit:  # a bucket of its own
            buckets.append([i])
            continue
        if p.dtype in newest and newest[p.dtype][1] >= n:
            bucket, room = newest[p.dtype]
            bucket.append(i)
            newest[p.dtype] = bucket, room - n
        else:
            bucket = [i]
            buckets.append(bucket)
            newest[p.dtype] = bucket, limit - n
    return buckets


@wrong(
    "A bucket enters the plan when it is closed: with two dtypes, buckets stand in the order of their ends and not of their beginnings.",
    seen="caught",
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError(limit)
    done = []
    current = {}
    held = {}
    for i, p in reversed(list(enumerate(params))):
        if not p.requires_grad:
            continue
        if p.dtype in current and held[p.dtype] + p.numel() > limit:
            done.append(current.pop(p.dtype))
        if p.dtype not in current:
            current[p.dtype] = []
            held[p.dtype] = 0
        current[p.dtype].append(i)
        held[p.dtype] += p.numel()
    done.extend(current.values())
    return done


@wrong(
    "The limit is checked inside the loop: without any parameter that requires a gradient, a limit of 0 raises no ValueError.",
    seen="named",
)
def plan_buckets(params, limit):
    buckets = []
    newest = {}
    room = {}
    for i in range(len(params))[::-1]:
        p = params[i]
        if not p.requires_grad:
            continue
        if limit < 1:
            raise ValueError(f"nothing fits into a bucket of {limit}")
        if p.dtype not in newest or room[p.dtype] < p.numel():
            newest[p.dtype] = []
            room[p.dtype] = limit
            buckets.append(newest[p.dtype])
        newest[p.dtype].append(i)
        room[p.dtype] -= p.numel()
    return buckets


@wrong(
    "A missing gradient counts as zeros in the vector, but the mean is never given to it: its .grad is still None afterwards.",
    seen="caught",
)
def average_in_buckets(params, limit):
    world = dist.get_world_size()
    for bucket in plan_buckets(params, limit):
        pieces = []
        for i in bucket:
            grad = params[i].grad
            pieces.append((torch.zeros_like(params[i]) if grad is None else grad).flatten())
        vector = torch.cat(pieces)
        dist.all_reduce(vector)
        vector /= world
        for i, piece in zip(bucket, vector.split([len(piece) for piece in pieces])):
            if params[i].grad is not None:
                params[i].grad.copy_(piece.view(params[i].shape))


@wrong(
    "reshape(-1) of a lone gradient that is not in one piece is a copy: the sum arrives in the copy, and the gradient itself is only divided.",
    seen="caught",
)
def average_in_buckets(params, limit):
    world = dist.get_world_size()
    for bucket in plan_buckets(params, limit):
        for i in bucket:
            if params[i].grad is None:
                params[i].grad = torch.zeros_like(params[i])
        grads = [params[i].grad for i in bucket]
        if len(grads) == 1:  # nothing to pack, nothing to unpack
            dist.all_reduce(grads[0].reshape(-1))
            grads[0] /= world
            continue
        vector = torch.cat([g.reshape(-1) for g in grads])
        dist.all_reduce(vector)
        vector /= world
        for g, piece in zip(grads, vector.split([g.numel() for g in grads])):
            g.copy_(piece.view_as(g))


@wrong(
    "grad.data = piece gives the old tensor other memory, that of the bucket, instead of new numbers in the memory and layout it had.",
    seen="caught",
)
def average_in_buckets(params, limit):
    for bucket in plan_buckets(params, limit):
        group = [params[i] for i in bucket]
        for p in group:
            if p.grad is None:
                p.grad = torch.zeros_like(p)
        vector = torch.cat([p.grad.flatten() for p in group])
        dist.all_reduce(vector)
        vector /= dist.get_world_size()
        start = 0
        for p in group:
            p.grad.data = vector[start : start + p.numel()].view(p.shape)
            start += p.numel()


@wrong(
    "A bucket without any gradient on this rank is skipped: other ranks may have some, wait for it, and its .grads stay None.",
    seen="caught",
)
def average_in_buckets(params, limit):
    world = dist.get_world_size()
    for bucket in plan_buckets(params, limit):
        if all(params[i].grad is None for i in bucket):
            continue  # nothing to send
        for i in bucket:
            if params[i].grad is None:
                params[i].grad = torch.zeros_like(params[i])
        vector = torch.cat([params[i].grad.flatten() for i in bucket])
        dist.all_reduce(vector)
        for i, piece in zip(
            bucket, torch.split(vector / world, [params[i].numel() for i in bucket])
        ):
            params[i].grad.copy_(piece.reshape(params[i].shape))
