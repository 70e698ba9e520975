"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
import torch.distributed as dist

from torchdojo.grading import wrong


@wrong(
    "If n is a multiple of the number of ranks nothing is padded, so your parts are views of t itself, and adding into them changes the caller's tensor.",
    seen="named",
)
def reduce_scatter(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    size = -(-len(t) // world)
    missing = size * world - len(t)
    if missing:
        t = torch.cat([t, t.new_zeros(missing)])
    parts = t.view(world, size)
    for step in range(world - 1):
        work = dist.isend(parts[(rank - 1 - step) % world].clone(), (rank + 1) % world)
        incoming = torch.empty(size, dtype=t.dtype)
        dist.recv(incoming, (rank - 1) % world)
        work.wait()
        parts[(rank - 2 - step) % world] += incoming
    return parts[rank].clone()


@wrong(
    "You pad the last piece that split makes, but split may make too few pieces: five numbers on four ranks are cut into three, and the fourth part, all zeros, does not exist.",
    seen="caught",
)
def reduce_scatter(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    size = (len(t) + world - 1) // world
    parts = [part.clone() for part in t.split(size)]
    parts[-1] = torch.nn.functional.pad(parts[-1], (0, size - len(parts[-1])))
    for step in range(world - 1):
        out = parts[(rank - 1 - step) % world]
        into = parts[(rank - 2 - step) % world]
        incoming = torch.empty_like(into)
        work = dist.isend(out, (rank + 1) % world)
        dist.recv(incoming, (rank - 1) % world)
        work.wait()
        into += incoming
    return parts[rank]


@wrong(
    "Every rank sends its piece directly to all others; the result is right, but it is no ring, in which all messages go to the next rank.",
    seen="named",
)
def all_gather(piece):
    rank, world = dist.get_rank(), dist.get_world_size()
    mine = piece.clone()
    works = [dist.isend(mine, other) for other in range(world) if other != rank]
    pieces = []
    for other in range(world):
        if other == rank:
            pieces.append(mine)
        else:
            incoming = torch.empty_like(mine)
            dist.recv(incoming, other)
            pieces.append(incoming)
    for work in works:
        work.wait()
    return torch.cat(pieces)


@wrong(
    "With a single rank you hand back t itself and not a new tensor, and with more the detour by float32 rounds large integers and float64 numbers.",
    seen="named",
)
def all_reduce(t):
    if dist.get_world_size() == 1:
        return t
    flat = t.reshape(-1).float()
    total = all_gather(reduce_scatter(flat))[: t.numel()]
    return total.reshape(t.shape).to(t.dtype)
