"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torch.utils.data import Sampler
from torchdojo.grading import right


@right("Pads nothing: it counts on beyond the end and takes the remainder.", seen="full marks")
class RankSampler(Sampler[int]):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if rank not in range(num_replicas):
            raise ValueError(f"rank {rank} is not in 0 .. {num_replicas - 1}")
        self._data = dataset
        self._step = num_replicas
        self._first = rank
        self._seed = seed if shuffle else None
        self._cut = drop_last
        self._epoch = 0

    def set_epoch(self, epoch):
        self._epoch = epoch

    def __len__(self):
        whole, rest = divmod(len(self._data), self._step)
        return whole + (1 if rest and not self._cut else 0)

    def __iter__(self):
        n = len(self._data)
        if self._seed is None:
            order = range(n)
        else:
            g = torch.Generator().manual_seed(self._seed + self._epoch)
            order = torch.randperm(n, generator=g)
        for i in range(len(self)):
            yield int(order[(self._first + i * self._step) % n])


@right("Puts each part in its place, every world-th row, instead of stacking.", seen="full marks")
def merge(parts, n):
    world = len(parts)
    lengths = [part.shape[0] for part in parts]
    for length in lengths:
        if length != lengths[0]:
            raise ValueError(f"parts of different lengths: {lengths}")
    if sum(lengths) < n:
        raise ValueError(f"{sum(lengths)} rows for {n} examples")
    merged = parts[0].new_empty((n, *parts[0].shape[1:]))
    for rank, part in enumerate(parts):
        places = range(rank, n, world)
        for row, place in zip(part, places):
            merged[place] = row
    return merged
