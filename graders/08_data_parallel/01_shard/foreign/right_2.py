"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import right


@right(
    "Searches for the last rank that starts at or before the example, by halving.",
    seen="full marks",
)
def owner(index, n, world):
    if world < 1:
        raise ValueError(f"no rank at all: world is {world}")
    if index < 0 or index >= n:
        raise ValueError(f"no example {index} among {n}")
    low, high = 0, world - 1
    while low < high:
        middle = (low + high + 1) // 2
        start, _ = bounds(n, middle, world)
        if start <= index:
            low = middle
        else:
            high = middle - 1
    return low


@right(
    "Leaves the cutting to tensor_split, which gives larger pieces to the first, too.",
    seen="full marks",
)
def my_share(batch, rank, world):
    if world < 1:
        raise ValueError("there must be at least one rank")
    if rank not in range(world):
        raise ValueError(f"no rank {rank} among {world}")
    tensors = (batch,) if torch.is_tensor(batch) else batch
    for t in tensors[1:]:
        if t.shape[0] != tensors[0].shape[0]:
            raise ValueError(f"{t.shape[0]} rows beside {tensors[0].shape[0]}")
    cut = [torch.tensor_split(t, world)[rank] for t in tensors]
    return cut[0] if torch.is_tensor(batch) else tuple(cut)
