"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "Rounds the size of a share up for all, as chunk does: 9 examples for 6 ranks are 2, 2, 2, 2, 1, 0, which differ by two.",
    seen="named",
)
def bounds(n, rank, world):
    if world < 1 or not 0 <= rank < world:
        raise ValueError("no such rank")
    size = (n + world - 1) // world
    return min(rank * size, n), min((rank + 1) * size, n)


@wrong(
    "n * rank // world makes sizes that differ by one at most, but the larger shares don't go to the first ranks.",
    seen="named",
)
def bounds(n, rank, world):
    if world < 1 or not 0 <= rank < world:
        raise ValueError("no such rank")
    return n * rank // world, n * (rank + 1) // world


@wrong(
    "n / world is a float of 16 digits: for n = 10**18 its int is off, and the shares no longer fit together.",
    seen="caught",
)
def bounds(n, rank, world):
    if world < 1 or not 0 <= rank < world:
        raise ValueError("no such rank")
    size = int(n / world)
    extra = n - size * world
    start = rank * size + min(rank, extra)
    return start, start + size + (rank < extra)


@wrong(
    "Only a rank that is too large is refused: with rank -1, Python's indexing takes the last rank's share without complaint.",
    seen="caught",
)
def my_share(batch, rank, world):
    if world < 1 or rank >= world:
        raise ValueError("no such rank")
    if isinstance(batch, tuple):
        if len({len(t) for t in batch}) > 1:
            raise ValueError("the tensors have different lengths")
        return tuple(t.tensor_split(world)[rank] for t in batch)
    return batch.tensor_split(world)[rank]


@wrong(
    "Compares only the sum of the lengths: tensors of 4, 3 and 5 rows pass, and are cut where the rows don't belong together.",
    seen="full marks",
)
def my_share(batch, rank, world):
    if not isinstance(batch, tuple):
        start, stop = bounds(len(batch), rank, world)
        return batch[start:stop]
    n = len(batch[0])
    if sum(len(t) for t in batch) != n * len(batch):
        raise ValueError("the tensors have different lengths")
    start, stop = bounds(n, rank, world)
    return tuple(t[start:stop] for t in batch)


@wrong(
    "stack needs at least one row: a rank without examples gets an error, and not an empty share of shape (0, ...).",
    seen="caught",
)
def my_share(batch, rank, world):
    tensors = batch if isinstance(batch, tuple) else (batch,)
    if len({len(t) for t in tensors}) != 1:
        raise ValueError("the tensors have different lengths")
    start, stop = bounds(len(tensors[0]), rank, world)
    shares = tuple(torch.stack([t[i] for i in range(start, stop)]) for t in tensors)
    return shares if isinstance(batch, tuple) else shares[0]


@wrong(
    "If no rank has the example, next() raises StopIteration, where a ValueError is promised.",
    seen="caught",
)
def owner(index, n, world):
    return next(rank for rank in range(world) if index in range(*bounds(n, rank, world)))


@wrong(
    "Divides by n // world: the remainder all goes to the last rank, and with fewer examples than ranks it divides by zero.",
    seen="caught",
)
def owner(index, n, world):
    if world < 1:
        raise ValueError("there are no ranks")
    if not 0 <= index < n:
        raise ValueError("no such example")
    return min(index // (n // world), world - 1)
