"""Right answers by people who had seen the exercise alone."""

import torch
from torch.utils.data import DataLoader, Sampler

from torchdojo.grading import right


@right(
    "Makes no padded list: position i of the padded order is position i % N of the order itself.",
    seen="full marks",
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError(f"there is no rank {rank} among {num_replicas}")
        self.size = len(dataset)
        self.shuffle = shuffle
        self.seed = seed
        self.epoch = 0
        rounds, rest = divmod(self.size, num_replicas)
        if rest and not drop_last:
            rounds += 1
        self.positions = range(rank, rounds * num_replicas, num_replicas)

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return len(self.positions)

    def __iter__(self):
        order = range(self.size)
        if self.shuffle:
            g = torch.Generator().manual_seed(self.seed + self.epoch)
            order = torch.randperm(self.size, generator=g).tolist()
        return iter([order[i % self.size] for i in self.positions])


@right(
    "One comprehension; set_epoch returns None, so `or` goes on to the batches.", seen="full marks"
)
def epochs_of(loader, start, stop):
    return [loader.sampler.set_epoch(epoch) or list(loader) for epoch in range(start, stop)]


@right(
    "Calculates where each example lies in the parts, one behind the other, and picks all rows with one index.",
    seen="full marks",
)
def merge(parts, n):
    lengths = {part.shape[0] for part in parts}
    if len(lengths) != 1:
        raise ValueError("the parts must have the same length")
    k, world = lengths.pop(), len(parts)
    if k * world < n:
        raise ValueError(f"{k * world} rows are too few for {n} examples")
    i = torch.arange(n, device=parts[0].device)
    where = (i % world) * k + torch.div(i, world, rounding_mode="floor")
    return torch.cat(list(parts))[where]
