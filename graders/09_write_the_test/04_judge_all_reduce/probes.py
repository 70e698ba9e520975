"""How a function is tried on ranks, and functions that `test_all_reduce` must accept."""

import math

import torch
import torch.distributed as dist

from torchdojo.ranks import simulate


def laboratory(module, tensors, by_columns=False):
    """Calls `all_reduce_ring` on a rank for each tensor, and counts the numbers that they send"""

    def one(rank, module):
        t = tensors[rank].clone()
        if by_columns:
            back = tuple(reversed(range(t.dim())))
            t = t.permute(back).contiguous().permute(back)
        module.all_reduce_ring(t)
        return t

    ranks = simulate(one, len(tensors), module)
    sent = [sum(math.prod(c.shape) for c in calls if c.kind == "send") for calls in ranks.calls]
    return {"tensors": ranks.values, "sent": sent}


def exchange(outgoing, like):
    """Sends each rank the tensor in its place; returns what came, tensors as in `like`."""
    rank, world = dist.get_rank(), dist.get_world_size()
    incoming = [torch.empty_like(t) for t in like]
    incoming[rank].copy_(outgoing[rank])
    others = [(rank + k) % world for k in range(1, world)]
    works = [dist.isend(outgoing[other].contiguous(), other) for other in others]
    works += [dist.irecv(incoming[other], other) for other in others]
    for work in works:
        work.wait()
    return incoming


def owners(t, flip=False):
    """so that each rank is sent all of one piece, and sends their sum to everyone"""
    rank, world = dist.get_rank(), dist.get_world_size()
    pieces = t.flatten().tensor_split(world)
    parts = exchange(pieces, [pieces[rank]] * world)
    total = sum(reversed(parts) if flip else parts)
    t.copy_(torch.cat(exchange([total] * world, pieces)).view_as(t))


def owners_backwards(t):
    """so that each piece is added up by one rank, from the last rank's numbers to the first's"""
    owners(t, flip=True)
