"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
import torch.distributed as dist

from torchdojo.grading import wrong


@wrong(
    "On rank 0 `total` is t itself and += works in place, so the caller's tensor there becomes the sum, and the result is not a new one.",
    seen="named",
)
def all_reduce_naive(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    if rank == 0:
        total = t.contiguous()
        for other in range(1, world):
            incoming = torch.empty_like(total)
            dist.recv(incoming, other)
            total += incoming
        for other in range(1, world):
            dist.send(total, other)
        return total
    dist.send(t.contiguous(), 0)
    total = torch.empty_like(t, memory_format=torch.contiguous_format)
    dist.recv(total, 0)
    return total


@wrong(
    "For a tensor that is not contiguous, such as a transposed one, reshape(-1) makes a copy: the sum ends up in the copy, and t stays as it was.",
    seen="named",
)
def all_reduce_ring(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    if world == 1:
        return
    pieces = t.reshape(-1).tensor_split(world)
    after, before = (rank + 1) % world, (rank - 1) % world
    for step in range(2 * (world - 1)):
        out = pieces[(rank - step) % world]
        into = pieces[(rank - step - 1) % world]
        incoming = torch.empty_like(into)
        work = dist.isend(out, after) if out.numel() else None
        if into.numel():
            dist.recv(incoming, before)
        if work is not None:
            work.wait()
        if step < world - 1:
            into += incoming
        else:
            into.copy_(incoming)


@wrong(
    "Whole tensors go round here, N - 1 of them instead of 2(N - 1) pieces, and each rank adds in an order of its own, so floats are rounded differently from rank to rank.",
    seen="named",
)
def all_reduce_ring(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    after, before = (rank + 1) % world, (rank - 1) % world
    total = t.clone()
    passing = t.clone(memory_format=torch.contiguous_format)
    for _ in range(world - 1):
        incoming = torch.empty_like(passing)
        work = dist.isend(passing, after)
        dist.recv(incoming, before)
        work.wait()
        total += incoming
        passing = incoming
    t.copy_(total)


@wrong(
    "You cut along the first dimension only: a tensor without dimensions cannot be cut at all, and a (3, 100) on four ranks makes pieces of 100, 100, 100 and 0 instead of 75 each.",
    seen="caught",
)
def all_reduce_ring(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    after, before = (rank + 1) % world, (rank - 1) % world
    pieces = t.tensor_split(world, dim=0)
    for step in range(2 * (world - 1)):
        out = pieces[(rank - step) % world].contiguous()
        into = pieces[(rank - step - 1) % world]
        incoming = torch.empty(into.shape, dtype=t.dtype, device=t.device)
        work = dist.isend(out, after) if out.numel() else None
        if into.numel():
            dist.recv(incoming, before)
        if work is not None:
            work.wait()
        if step < world - 1:
            into.add_(incoming)
        else:
            into.copy_(incoming)
