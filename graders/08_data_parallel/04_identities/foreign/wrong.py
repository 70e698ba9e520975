"""Wrong answers by people who had seen the exercise alone."""

import torch
import torch.distributed as dist

from torchdojo.grading import wrong


@wrong(
    "Each rank sends its own part r first, not part r - 1: the ring ends one place too far, and rank r holds part r + 1.",
    seen="named",
)
def reduce_scatter(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    s = -(-t.numel() // world)
    parts = t.new_zeros(world * s)
    parts[: t.numel()] = t
    parts = parts.view(world, s)
    current = parts[rank]
    for step in range(1, world):
        arrived = torch.empty_like(current)
        work = dist.isend(current, (rank + 1) % world)
        dist.recv(arrived, (rank - 1) % world)
        work.wait()
        current = arrived + parts[(rank - step) % world]
    return current


@wrong(
    "Fills up every uneven piece by itself: the zeros stand between the numbers, and not all behind them (4 numbers, 3 ranks).",
    seen="caught",
)
def reduce_scatter(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    s = -(-t.numel() // world)
    parts = t.new_zeros(world, s)
    for row, piece in zip(parts, t.tensor_split(world)):
        row[: len(piece)] = piece
    for step in range(world - 1):
        arrived = torch.empty_like(parts[0])
        work = dist.isend(parts[(rank - 1 - step) % world], (rank + 1) % world)
        dist.recv(arrived, (rank - 1) % world)
        work.wait()
        parts[(rank - 2 - step) % world] += arrived
    return parts[rank].clone()


@wrong(
    "Copies only when zeros are needed: if the ranks divide n, parts is a view of t, and adding to it changes the argument.",
    seen="named",
)
def reduce_scatter(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    missing = -t.numel() % world
    if missing:
        t = torch.cat([t, t.new_zeros(missing)])
    parts = list(t.contiguous().chunk(world))
    for step in range(world - 1):
        mine = parts[(rank - 2 - step) % world]
        arrived = torch.empty_like(mine)
        work = dist.isend(parts[(rank - 1 - step) % world], (rank + 1) % world)
        dist.recv(arrived, (rank - 1) % world)
        work.wait()
        mine += arrived
    return parts[rank].clone()


@wrong(
    "isend(...).wait() before the receive is a send: all ranks wait for each other's receive, for ever.",
    seen="named",
)
def reduce_scatter(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    s = -(-t.numel() // world)
    padded = t.new_zeros(world * s)
    padded[: t.numel()] = t
    parts = padded.view(world, s)
    for step in range(world - 1):
        arrived = torch.empty_like(parts[0])
        dist.isend(parts[(rank - 1 - step) % world], (rank + 1) % world).wait()
        dist.recv(arrived, (rank - 1) % world)
        parts[(rank - 2 - step) % world] += arrived
    return parts[rank].clone()


@wrong(
    "Puts the pieces one behind the other as they arrive: they begin with the rank's own and run backwards, on each rank otherwise.",
    seen="named",
)
def all_gather(piece):
    rank, world = dist.get_rank(), dist.get_world_size()
    pieces = [piece.clone()]
    for _ in range(world - 1):
        arrived = torch.empty_like(pieces[0])
        work = dist.isend(pieces[-1], (rank + 1) % world)
        dist.recv(arrived, (rank - 1) % world)
        work.wait()
        pieces.append(arrived)
    return torch.cat(pieces)


@wrong(
    "With one rank it returns its argument, not a new tensor: who writes into the result changes the piece.",
    seen="caught",
)
def all_gather(piece):
    rank, world = dist.get_rank(), dist.get_world_size()
    if world == 1:
        return piece
    out = piece.new_empty(world, piece.numel())
    out[rank] = piece
    for step in range(world - 1):
        work = dist.isend(out[(rank - step) % world], (rank + 1) % world)
        dist.recv(out[(rank - step - 1) % world], (rank - 1) % world)
        work.wait()
    return out.view(-1)


@wrong(
    "Forgets to cut the zeros off: what is gathered has world * s numbers, which fit t's shape only if the ranks divide n.",
    seen="named",
)
def all_reduce(t):
    return all_gather(reduce_scatter(t.reshape(-1))).reshape(t.shape)


@wrong(
    "Cuts the zeros off with [:-missing]; if none are missing, that is [:-0], and nothing at all is left.",
    seen="caught",
)
def all_reduce(t):
    missing = -t.numel() % dist.get_world_size()
    total = all_gather(reduce_scatter(t.reshape(-1)))
    return total[:-missing].reshape(t.shape)
