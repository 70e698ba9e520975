"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "Cutting at n * rank // world is fair, but the larger shares lie anywhere: five examples on three ranks become 1, 2, 2 instead of 2, 2, 1.",
    seen="named",
)
def bounds(n, rank, world):
    if world < 1:
        raise ValueError("no ranks")
    if not 0 <= rank < world:
        raise ValueError("no such rank")
    return n * rank // world, n * (rank + 1) // world


@wrong(
    "`n / world` is a float with 16 digits: at 10**18 the size is off by some examples, and the shares no longer fit together. Divide whole numbers with `//`.",
    seen="named",
)
def bounds(n, rank, world):
    if world < 1 or rank < 0 or rank >= world:
        raise ValueError(f"no rank {rank} among {world}")
    size = int(n / world)
    extra = n % world
    start = rank * size + min(rank, extra)
    stop = start + size + (1 if rank < extra else 0)
    return start, stop


@wrong(
    "Only the first and the last tensor are compared: of three tensors, one in the middle may be longer or shorter without an error.",
    seen="named",
)
def my_share(batch, rank, world):
    if isinstance(batch, torch.Tensor):
        start, stop = bounds(len(batch), rank, world)
        return batch[start:stop]
    if len(batch[0]) != len(batch[-1]):
        raise ValueError("the tensors have different lengths")
    start, stop = bounds(len(batch[0]), rank, world)
    return tuple(t[start:stop] for t in batch)


@wrong(
    "An empty share for the ranks that `chunk` forgets saves you from the IndexError, but chunk still rounds up: nine rows on six ranks become 2, 2, 2, 2, 1, 0, and those sizes differ by two.",
    seen="named",
)
def my_share(batch, rank, world):
    if world < 1 or not 0 <= rank < world:
        raise ValueError(f"no rank {rank} among {world}")
    if isinstance(batch, tuple):
        if len({len(t) for t in batch}) > 1:
            raise ValueError("the tensors have different lengths")
        return tuple(my_share(t, rank, world) for t in batch)
    pieces = batch.chunk(world)
    return pieces[rank] if rank < len(pieces) else batch[:0]


@wrong(
    "With shares of the rounded-up size you find the owner only where world divides n: example 8 of 9 belongs to rank 5 of 6, and you say 4. And an index of -1 gets rank -1 instead of a ValueError.",
    seen="named",
)
def owner(index, n, world):
    if world < 1:
        raise ValueError("no ranks")
    if index >= n:
        raise ValueError("no such example")
    size = (n + world - 1) // world
    return index // size
