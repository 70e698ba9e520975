"""Other right ways to write the two halves."""

import torch
import torch.distributed as dist
from torch.nn.functional import pad

from torchdojo.grading import alternative


@alternative("even ranks send first, odd ranks receive first; parts from split")
def reduce_scatter(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    size = (len(t) + world - 1) // world
    parts = list(pad(t, (0, world * size - len(t))).split(size))
    mine = parts[rank].clone()
    for k in range(1, world):
        going = parts[(rank - k) % world]
        incoming = torch.empty_like(going)
        if world % 2 == 1 and rank == world - 1:
            receiver = dist.irecv(incoming, rank - 1)
            dist.send(going, 0)
            receiver.wait()
        elif rank % 2 == 0:
            dist.send(going, (rank + 1) % world)
            dist.recv(incoming, (rank - 1) % world)
        else:
            dist.recv(incoming, rank - 1)
            dist.send(going, (rank + 1) % world)
        here = (rank - k - 1) % world
        parts[here] = parts[here] + incoming
        mine = parts[here]
    return mine.clone()


@alternative("fills a tensor row by row")
def all_gather(piece):
    rank, world = dist.get_rank(), dist.get_world_size()
    rows = piece.new_empty(world, len(piece))
    rows[rank] = piece
    for k in range(world - 1):
        work = dist.irecv(rows[(rank - k - 1) % world], (rank - 1) % world)
        dist.isend(rows[(rank - k) % world], (rank + 1) % world).wait()
        work.wait()
    return rows.flatten()


@alternative("reshape, and narrow")
def all_reduce(t):
    flat = t.contiguous().reshape(-1)
    whole = all_gather(reduce_scatter(flat))
    return whole.narrow(0, 0, flat.numel()).reshape_as(t)
