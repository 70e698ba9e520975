"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
import torch.distributed as dist

from torchdojo.grading import wrong


@wrong(
    "Each parameter joins the first bucket that has room; only the newest of its dtype is open, as the others have left already.",
    seen="named",
)
def plan_buckets(params: list[torch.Tensor], limit: int) -> list[list[int]]:
    if limit < 1:
        raise ValueError("limit must be at least 1")
    buckets: list[list[int]] = []
    for i in reversed(range(len(params))):
        p = params[i]
        if not p.requires_grad:
            continue
        for bucket in buckets:
            used = sum(params[j].numel() for j in bucket)
            if params[bucket[0]].dtype == p.dtype and used + p.numel() <= limit:
                bucket.append(i)
                break
        else:
            buckets.append([i])
    return buckets


@wrong(
    "You look only at the newest bucket of all; where dtypes alternate, the newest bucket of the parameter's own dtype is still open but gets no more company.",
    seen="named",
)
def plan_buckets(params: list[torch.Tensor], limit: int) -> list[list[int]]:
    if limit < 1:
        raise ValueError("limit must be at least 1")
    buckets: list[list[int]] = []
    used, dtype = 0, None
    for i in range(len(params) - 1, -1, -1):
        p = params[i]
        if not p.requires_grad:
            continue
        if buckets and p.dtype == dtype and used + p.numel() <= limit:
            buckets[-1].append(i)
            used += p.numel()
        else:
            buckets.append([i])
            used, dtype = p.numel(), p.dtype
    return buckets


@wrong(
    "p.grad becomes a piece of the bucket's vector, a new tensor; a gradient that is there must stay the same tensor with the same memory and layout.",
    seen="named",
)
def average_in_buckets(params: list[torch.Tensor], limit: int) -> None:
    world = dist.get_world_size()
    for bucket in plan_buckets(params, limit):
        grads = [
            torch.zeros_like(params[i]) if params[i].grad is None else params[i].grad
            for i in bucket
        ]
        vector = torch.cat([g.reshape(-1) for g in grads])
        dist.all_reduce(vector)
        vector /= world
        for i, piece in zip(bucket, vector.split([g.numel() for g in grads])):
            params[i].grad = piece.view(params[i].shape)


@wrong(
    "Two mistakes: flatten() of a gradient that is not contiguous is a copy, so the mean is written to nowhere, and a gradient that was None stays None.",
    seen="named",
)
def average_in_buckets(params: list[torch.Tensor], limit: int) -> None:
    world = dist.get_world_size()
    for bucket in plan_buckets(params, limit):
        parts = []
        for i in bucket:
            p = params[i]
            parts.append(p.new_zeros(p.numel()) if p.grad is None else p.grad.flatten())
        vector = torch.cat([part.detach() for part in parts])
        dist.all_reduce(vector)
        vector.div_(world)
        start = 0
        for i in bucket:
            p = params[i]
            if p.grad is not None:
                p.grad.flatten().copy_(vector[start : start + p.numel()])
            start += p.numel()
