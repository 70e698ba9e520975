"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torch.utils.data import Sampler

from torchdojo.grading import wrong


@wrong(
    "You pad once with a slice from the beginning, but two examples on seven ranks need the order more than twice: the last ranks get fewer indices than they promise, and the others wait.",
    seen="named",
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError(f"no rank {rank} of {num_replicas}")
        self.n = len(dataset)
        self.num_replicas, self.rank = num_replicas, rank
        self.shuffle, self.seed, self.drop_last = shuffle, seed, drop_last
        self.epoch = 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        if self.drop_last:
            return self.n // self.num_replicas
        return -(-self.n // self.num_replicas)

    def __iter__(self):
        if self.shuffle:
            g = torch.Generator()
            g.manual_seed(self.seed + self.epoch)
            order = torch.randperm(self.n, generator=g).tolist()
        else:
            order = list(range(self.n))
        total = len(self) * self.num_replicas
        if self.drop_last:
            order = order[:total]
        else:
            order += order[: total - self.n]
        return iter(order[self.rank : total : self.num_replicas])


@wrong(
    "The generator is seeded when the epoch is chosen and not when the order is drawn, so going through the same epoch a second time gives another order.",
    seen="named",
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if rank < 0 or rank >= num_replicas:
            raise ValueError(f"no rank {rank} of {num_replicas}")
        self.dataset = dataset
        self.num_replicas, self.rank = num_replicas, rank
        self.shuffle, self.seed, self.drop_last = shuffle, seed, drop_last
        self.generator = torch.Generator()
        self.set_epoch(0)

    def set_epoch(self, epoch):
        self.generator.manual_seed(self.seed + epoch)

    def __len__(self):
        if self.drop_last:
            return len(self.dataset) // self.num_replicas
        return (len(self.dataset) + self.num_replicas - 1) // self.num_replicas

    def __iter__(self):
        n = len(self.dataset)
        if self.shuffle:
            order = torch.randperm(n, generator=self.generator).tolist()
        else:
            order = list(range(n))
        total = len(self) * self.num_replicas
        while len(order) < total:
            order = order + order[: total - len(order)]
        return iter(order[:total][self.rank :: self.num_replicas])


@wrong(
    "You count the epochs of this call from 0, so a run that is resumed at epoch 3 repeats the orders of the epochs 0, 1, 2.",
    seen="named",
)
def epochs_of(loader, start, stop):
    history = []
    for epoch in range(stop - start):
        loader.sampler.set_epoch(epoch)
        history.append(list(loader))
    return history


@wrong(
    "zip stops silently at the shortest part, and a slice [:n] is silent if there are fewer than n rows: both cases call for a ValueError.",
    seen="named",
)
def merge(parts, n):
    rows = [row for step in zip(*parts) for row in step]
    return torch.stack(rows)[:n]
