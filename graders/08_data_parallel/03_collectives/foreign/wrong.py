"""Wrong answers by people who had seen the exercise alone."""

import torch
import torch.distributed as dist

from torchdojo.grading import wrong


@wrong(
    "total is t itself on rank 0, not a copy: adding what arrives changes the caller's tensor, which should stay as it is.",
    seen="named",
)
def all_reduce_naive(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    total = t.contiguous()
    if rank == 0:
        part = torch.empty_like(total)
        for source in range(1, world):
            dist.recv(part, source)
            total += part
        for target in range(1, world):
            dist.send(total, target)
        return total
    dist.send(total, 0)
    result = torch.empty_like(total)
    dist.recv(result, 0)
    return result


@wrong(
    "Alone, it returns t itself, not a new tensor: who changes the result changes the argument as well.",
    seen="caught",
)
def all_reduce_naive(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    if world == 1:
        return t
    total = t.clone(memory_format=torch.contiguous_format)
    if rank != 0:
        dist.send(total, 0)
        dist.recv(total, 0)
        return total
    part = torch.empty_like(total)
    for source in range(1, world):
        dist.recv(part, source)
        total += part
    for target in range(1, world):
        dist.send(total, target)
    return total


@wrong(
    "Sends t as it lies in memory, and empty_like keeps its strides: a tensor that isn't contiguous is refused by real backends.",
    seen="caught",
)
def all_reduce_naive(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    if rank != 0:
        dist.send(t, 0)
        total = torch.empty_like(t)
        dist.recv(total, 0)
        return total
    total = t.clone()
    for source in range(1, world):
        part = torch.empty_like(t)
        dist.recv(part, source)
        total += part
    for target in range(1, world):
        dist.send(total, target)
    return total


@wrong(
    "Rank 0 answers each rank at once, in the loop that still collects: all but the last get a sum that isn't complete.",
    seen="caught",
)
def all_reduce_naive(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    total = t.clone(memory_format=torch.contiguous_format)
    if rank == 0:
        part = torch.empty_like(total)
        for other in range(1, world):
            dist.recv(part, other)
            total += part
            dist.send(total, other)
    else:
        dist.send(total, 0)
        dist.recv(total, 0)
    return total


@wrong(
    "Passes whole tensors round, not pieces: N/2 times the traffic, and each rank adds in another order, so the bits differ.",
    seen="named",
)
def all_reduce_ring(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    passing = t.clone(memory_format=torch.contiguous_format)
    for _ in range(world - 1):
        arrived = torch.empty_like(passing)
        work = dist.isend(passing, (rank + 1) % world)
        dist.recv(arrived, (rank - 1) % world)
        work.wait()
        t += arrived
        passing = arrived


@wrong(
    "contiguous() is a copy if t isn't contiguous: the sum is built in the copy and never written back to t.",
    seen="named",
)
def all_reduce_ring(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    right_rank, left_rank = (rank + 1) % world, (rank - 1) % world
    pieces = t.contiguous().view(-1).tensor_split(world)
    for step in range(world - 1):
        mine = pieces[(rank - step - 1) % world]
        arrived = torch.empty_like(mine)
        work = dist.isend(pieces[(rank - step) % world], right_rank)
        dist.recv(arrived, left_rank)
        work.wait()
        mine += arrived
    for step in range(world - 1):
        work = dist.isend(pieces[(rank + 1 - step) % world], right_rank)
        dist.recv(pieces[(rank - step) % world], left_rank)
        work.wait()


@wrong(
    "The last piece takes all that n // N leaves over: pieces are to be as equal as possible, and here one may be far longer.",
    seen="full marks",
)
def all_reduce_ring(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    flat = t.clone(memory_format=torch.contiguous_format).view(-1)
    size = flat.numel() // world
    sizes = [size] * (world - 1) + [flat.numel() - size * (world - 1)]
    pieces = flat.split(sizes)
    for step in range(world - 1):
        mine = pieces[(rank - step - 1) % world]
        arrived = torch.empty_like(mine)
        work = dist.isend(pieces[(rank - step) % world], (rank + 1) % world)
        dist.recv(arrived, (rank - 1) % world)
        work.wait()
        mine += arrived
    for step in range(world - 1):
        work = dist.isend(pieces[(rank + 1 - step) % world], (rank + 1) % world)
        dist.recv(pieces[(rank - step) % world], (rank - 1) % world)
        work.wait()
    t.copy_(flat.view(t.shape))


@wrong(
    "All ranks send first and receive then: every send waits for a receive that nobody has reached, and the ring is stuck.",
    seen="named",
)
def all_reduce_ring(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    flat = t.clone(memory_format=torch.contiguous_format).view(-1)
    pieces = flat.tensor_split(world)
    for step in range(world - 1):
        mine = pieces[(rank - step - 1) % world]
        arrived = torch.empty_like(mine)
        dist.send(pieces[(rank - step) % world], (rank + 1) % world)
        dist.recv(arrived, (rank - 1) % world)
        mine += arrived
    for step in range(world - 1):
        dist.send(pieces[(rank + 1 - step) % world], (rank + 1) % world)
        dist.recv(pieces[(rank - step) % world], (rank - 1) % world)
    t.copy_(flat.view(t.shape))
