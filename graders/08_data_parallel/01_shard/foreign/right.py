"""Right answers by people who had seen the exercise alone."""

import bisect
import torch

from torchdojo.grading import right


@right(
    "The start is the lower of two lines: one with the slope of the large shares, one with that of the small ones.",
    seen="full marks",
)
def bounds(n, rank, world):
    if world < 1 or rank not in range(world):
        raise ValueError(f"there is no rank {rank} among {world}")
    size, extra = divmod(n, world)

    def before(r):
        return min(r * (size + 1), r * size + extra)

    return before(rank), before(rank + 1)


@right(
    "Cuts each tensor in three, before, mine and behind, with tensor_split at two positions.",
    seen="full marks",
)
def my_share(batch, rank, world):
    if isinstance(batch, torch.Tensor):
        return my_share((batch,), rank, world)[0]
    lengths = [t.shape[0] for t in batch]
    if lengths and min(lengths) != max(lengths):
        raise ValueError(f"the tensors have different lengths: {lengths}")
    cut = bounds(lengths[0] if lengths else 0, rank, world)
    return tuple(t.tensor_split(cut)[1] for t in batch)


@right(
    "Searches, by halving, for the last rank whose share begins at or before the example.",
    seen="full marks",
)
def owner(index, n, world):
    if world < 1:
        raise ValueError("there must be at least one rank")
    if index < 0 or index >= n:
        raise ValueError(f"there is no example {index} among {n}")
    return bisect.bisect_right(range(world), index, key=lambda r: bounds(n, r, world)[0]) - 1
