"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import wrong


@wrong(
    "Rounding each border up spreads the larger shares over the ranks instead of giving them to the first: six examples on four ranks become 2, 1, 2, 1.",
    seen="caught",
)
def bounds(n, rank, world):
    if world < 1 or not 0 <= rank < world:
        raise ValueError(f"no rank {rank} of {world}")

    def border(r):
        return -(-r * n // world)

    return border(rank), border(rank + 1)


@wrong(
    "n / world is a float with sixteen digits: for n = 10**18 the shares overlap the end or leave examples without an owner; use //.",
    seen="named",
)
def bounds(n, rank, world):
    if world < 1 or rank < 0 or rank >= world:
        raise ValueError(f"no rank {rank} of {world}")
    size = int(n / world)
    extra = n % world
    start = rank * size + min(rank, extra)
    return start, start + size + (1 if rank < extra else 0)


@wrong(
    "An index of -1 counts from the end, so rank -1 gets the last rank's share without complaint, and a tuple of tensors comes back as a list.",
    seen="named",
)
def my_share(batch, rank, world):
    if world < 1 or rank >= world:
        raise ValueError(f"no rank {rank} of {world}")
    if isinstance(batch, torch.Tensor):
        return batch.tensor_split(world)[rank]
    if len({len(t) for t in batch}) > 1:
        raise ValueError("tensors of different lengths")
    return [t.tensor_split(world)[rank] for t in batch]


@wrong(
    "index * world // n spreads the larger shares evenly over the ranks: of six examples on four ranks, number 3 belongs to rank 1, and you say 2.",
    seen="full marks",
)
def owner(index, n, world):
    if world < 1:
        raise ValueError("no rank at all")
    if not 0 <= index < n:
        raise ValueError(f"no example {index} of {n}")
    return index * world // n
