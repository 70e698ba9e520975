"""Right answers by people who had seen the exercise alone."""

import functools
import torch
import torch.distributed as dist

from torchdojo.grading import right


@right(
    "Rank 0 begins all receives at once, each into a tensor of its own, and all answers at once.",
    seen="full marks",
)
def all_reduce_naive(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    mine = t.detach().clone(memory_format=torch.contiguous_format)
    if rank > 0:
        dist.send(mine, 0)
        dist.recv(mine, 0)
        return mine
    others = [torch.empty_like(mine) for _ in range(1, world)]
    works = [dist.irecv(part, source) for source, part in enumerate(others, start=1)]
    for work in works:
        work.wait()
    total = functools.reduce(torch.add, others, mine)
    for work in [dist.isend(total, target) for target in range(1, world)]:
        work.wait()
    return total


@right(
    "No isend: in every round even ranks send first, and odd ranks receive first.",
    seen="full marks",
)
def all_reduce_ring(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    if world == 1:
        return
    flat = t.detach().clone(memory_format=torch.contiguous_format).reshape(-1)
    pieces = flat.tensor_split(world)

    def exchange(out, into):
        if rank % 2 == 0:
            dist.send(out, (rank + 1) % world)
            dist.recv(into, (rank - 1) % world)
        else:
            dist.recv(into, (rank - 1) % world)
            dist.send(out, (rank + 1) % world)

    for step in range(world - 1):
        mine = pieces[(rank - step - 1) % world]
        arrived = torch.empty_like(mine)
        exchange(pieces[(rank - step) % world], arrived)
        mine.add_(arrived)
    for step in range(world - 1):
        exchange(pieces[(rank + 1 - step) % world], pieces[(rank - step) % world])
    t.detach().copy_(flat.view(t.shape))


@right(
    "One loop for both halves: in round k rank r sends piece r - k; the receive is begun before the send.",
    seen="full marks",
)
def all_reduce_ring(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    flat = t.detach().clone(memory_format=torch.contiguous_format).reshape(-1)
    pieces = [piece.clone() for piece in flat.tensor_split(world)]
    for step in range(2 * (world - 1)):
        into = (rank - step - 1) % world
        arrived = torch.empty_like(pieces[into])
        work = dist.irecv(arrived, (rank - 1) % world)
        dist.send(pieces[(rank - step) % world], (rank + 1) % world)
        work.wait()
        pieces[into] = pieces[into] + arrived if step < world - 1 else arrived
    t.detach().copy_(torch.cat(pieces).view(t.shape))
