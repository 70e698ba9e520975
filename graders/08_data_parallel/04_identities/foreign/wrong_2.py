"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
import torch.distributed as dist
from torchdojo.grading import wrong


@wrong(
    "A textbook ring ends with part r + 1 on rank r; here rank r must hold part r. You start one part too late, so everything that is gathered afterwards is turned by one.",
    seen="named",
)
def reduce_scatter(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    s = (t.numel() + world - 1) // world
    padded = t.new_zeros(world * s)
    padded[: t.numel()] = t
    parts = padded.view(world, s)
    for step in range(world - 1):
        incoming = torch.empty_like(parts[0])
        work = dist.isend(parts[(rank - step) % world].clone(), (rank + 1) % world)
        dist.recv(incoming, (rank - 1) % world)
        work.wait()
        parts[(rank - step - 1) % world] += incoming
    return parts[(rank + 1) % world].clone()


@wrong(
    "If the ranks divide n there is nothing to pad, your parts are views of the argument, and adding to them changes it. With 5 numbers on 3 ranks it happens to be a copy.",
    seen="named",
)
def reduce_scatter(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    s = -(-len(t) // world)
    missing = world * s - len(t)
    if missing:
        t = torch.cat([t, t.new_zeros(missing)])
    parts = list(t.contiguous().split(s))
    for step in range(1, world):
        work = dist.isend(parts[(rank - step) % world], (rank + 1) % world)
        incoming = torch.empty_like(parts[rank])
        dist.recv(incoming, (rank - 1) % world)
        work.wait()
        parts[(rank - step - 1) % world].add_(incoming)
    return parts[rank].clone()


@wrong(
    "What arrives after one round comes from the rank *before* yours, rank - 1, then rank - 2: you count upwards. With two ranks it is the same, with three the pieces are mixed up.",
    seen="caught",
)
def all_gather(piece):
    rank, world = dist.get_rank(), dist.get_world_size()
    pieces = [None] * world
    pieces[rank] = current = piece.clone(memory_format=torch.contiguous_format)
    for step in range(1, world):
        incoming = torch.empty_like(current)
        work = dist.isend(current, (rank + 1) % world)
        dist.recv(incoming, (rank - 1) % world)
        work.wait()
        pieces[(rank + step) % world] = current = incoming
    return torch.cat(pieces)


@wrong(
    "What comes back may be longer than `t`: the zeros that made the parts equal are still at its end, so six numbers on four ranks are eight, and do not fit into the shape. Cut them off first.",
    seen="caught",
)
def all_reduce(t):
    whole = all_gather(reduce_scatter(t.flatten()))
    return whole.view(t.shape)


@wrong(
    "Alone you hand back the argument itself instead of a new tensor; and the result is made as float32, so pieces of integers or float64 change their dtype on the way.",
    seen="named",
)
def all_gather(piece):
    rank, world = dist.get_rank(), dist.get_world_size()
    if world == 1:
        return piece
    s = piece.shape[0]
    result = torch.zeros(world * s)
    result[rank * s : (rank + 1) * s] = piece
    current = piece.contiguous()
    for step in range(1, world):
        incoming = torch.empty_like(current)
        work = dist.isend(current, (rank + 1) % world)
        dist.recv(incoming, (rank - 1) % world)
        work.wait()
        source = (rank - step) % world
        result[source * s : (source + 1) * s] = incoming
        current = incoming
    return result
