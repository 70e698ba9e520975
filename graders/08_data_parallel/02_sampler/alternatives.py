"""Other right ways to deal out a data set."""

import math

import torch
from torch.utils.data import DataLoader, Sampler
from torch.utils.data.distributed import DistributedSampler

from torchdojo.grading import alternative


@alternative("the list padded by slices, then every num_replicas-th index")
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if rank >= num_replicas or rank < 0:
            raise ValueError("no such rank")
        self.n, self.world, self.rank = len(dataset), num_replicas, rank
        self.shuffle, self.base, self.epoch = shuffle, seed, 0
        per_rank = self.n / num_replicas
        self.size = math.floor(per_rank) if drop_last else math.ceil(per_rank)

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return self.size

    def __iter__(self):
        order = torch.arange(self.n)
        if self.shuffle:
            g = torch.Generator()
            g.manual_seed(self.base + self.epoch)
            order = torch.randperm(self.n, generator=g)
        total = self.size * self.world
        order = order.repeat(1 + total // self.n)[:total]
        return iter(order[self.rank :: self.world].tolist())


@alternative("torch's own sampler inside, which is what the contract describes")
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        self.inner = DistributedSampler(dataset, num_replicas, rank, shuffle, seed, drop_last)

    def set_epoch(self, epoch):
        self.inner.set_epoch(epoch)

    def __len__(self):
        return len(self.inner)

    def __iter__(self):
        return iter(self.inner)


@alternative("all arguments by position")
def loader_for(dataset, rank, world, batch_size, seed):
    return DataLoader(
        dataset, batch_size, sampler=DistributedSampler(dataset, world, rank, True, seed)
    )


@alternative("a generator for each epoch")
def epochs_of(loader, start, stop):
    def one(epoch):
        loader.sampler.set_epoch(epoch)
        yield from loader

    return [list(one(epoch)) for epoch in range(start, stop)]


@alternative("a result filled rank by rank")
def merge(parts, n):
    rows = len(parts[0])
    if any(len(part) != rows for part in parts) or rows * len(parts) < n:
        raise ValueError("the parts do not fit")
    result = parts[0].new_empty(rows * len(parts), *parts[0].shape[1:])
    for rank, part in enumerate(parts):
        result[rank :: len(parts)] = part
    return result[:n]
