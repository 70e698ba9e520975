"""Wrong answers by people who had seen the exercise alone."""

import torch
from torch.utils.data import DataLoader, Sampler
from torch.utils.data.distributed import DistributedSampler

from torchdojo.grading import wrong


@wrong(
    "The rank is in the seed, so every rank shuffles in an order of its own: some examples are seen twice, others never.",
    seen="named",
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError("no such rank")
        self.dataset, self.num_replicas, self.rank = dataset, num_replicas, rank
        self.shuffle, self.seed, self.drop_last = shuffle, seed, drop_last
        self.epoch = 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        n = len(self.dataset)
        return n // self.num_replicas if self.drop_last else -(-n // self.num_replicas)

    def __iter__(self):
        n = len(self.dataset)
        total = len(self) * self.num_replicas
        if self.shuffle:
            g = torch.Generator()
            g.manual_seed(self.seed + self.epoch + self.rank)
            order = torch.randperm(n, generator=g).tolist()
        else:
            order = list(range(n))
        while len(order) < total:
            order += order[: total - len(order)]
        return iter(order[self.rank : total : self.num_replicas])


@wrong(
    "Pads once only: order[:missing] has at most N entries, so with more than 2N ranks the last ones get nothing.",
    seen="named",
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if rank < 0 or rank >= num_replicas:
            raise ValueError("no such rank")
        self.n = len(dataset)
        self.num_replicas, self.rank = num_replicas, rank
        self.shuffle, self.seed = shuffle, seed
        self.epoch = 0
        self.per_rank = self.n // num_replicas if drop_last else -(-self.n // num_replicas)

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return self.per_rank

    def __iter__(self):
        order = list(range(self.n))
        if self.shuffle:
            g = torch.Generator().manual_seed(self.seed + self.epoch)
            order = torch.randperm(self.n, generator=g).tolist()
        total = self.per_rank * self.num_replicas
        if total > self.n:
            order = order + order[: total - self.n]
        return iter(order[:total][self.rank :: self.num_replicas])


@wrong(
    "With drop_last and a size that the ranks divide, order[:-0] is empty: no rank gets anything, where nothing should be cut.",
    seen="caught",
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if rank not in range(num_replicas):
            raise ValueError("no such rank")
        self.dataset = dataset
        self.num_replicas = num_replicas
        self.rank = rank
        self.shuffle = shuffle
        self.seed = seed
        self.drop_last = drop_last
        self.epoch = 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        extra = 0 if self.drop_last else self.num_replicas - 1
        return (len(self.dataset) + extra) // self.num_replicas

    def __iter__(self):
        n = len(self.dataset)
        if self.shuffle:
            g = torch.Generator()
            g.manual_seed(self.seed + self.epoch)
            order = torch.randperm(n, generator=g).tolist()
        else:
            order = list(range(n))
        if self.drop_last:
            order = order[: -(n % self.num_replicas)]
        else:
            total = len(self) * self.num_replicas
            order = [order[i % n] for i in range(total)]
        return iter(order[self.rank :: self.num_replicas])


@wrong(
    "One generator, seeded by set_epoch, is drawn from at every iter: a second pass over the same epoch has another order.",
    seen="named",
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError("no such rank")
        self.n = len(dataset)
        self.num_replicas, self.rank = num_replicas, rank
        self.shuffle, self.seed = shuffle, seed
        self.size = self.n // num_replicas if drop_last else -(-self.n // num_replicas)
        self.generator = torch.Generator()
        self.set_epoch(0)

    def set_epoch(self, epoch):
        self.generator.manual_seed(self.seed + epoch)

    def __len__(self):
        return self.size

    def __iter__(self):
        if self.shuffle:
            order = torch.randperm(self.n, generator=self.generator).tolist()
        else:
            order = list(range(self.n))
        total = self.size * self.num_replicas
        for i in range(self.rank, total, self.num_replicas):
            yield order[i % self.n]


@wrong(
    "drop_last=True makes all batches equal, but throws the last, smaller batch of every epoch away; nothing is to be dropped.",
    seen="named",
)
def loader_for(dataset, rank, world, batch_size, seed):
    sampler = DistributedSampler(dataset, num_replicas=world, rank=rank, shuffle=True, seed=seed)
    return DataLoader(dataset, batch_size=batch_size, sampler=sampler, drop_last=True)


@wrong(
    "Counts the epochs from 0 instead of from start: who resumes at epoch 3 gets the order of epoch 0 again.",
    seen="named",
)
def epochs_of(loader, start, stop):
    epochs = []
    for epoch in range(stop - start):
        loader.sampler.set_epoch(epoch)
        epochs.append(list(loader))
    return epochs


@wrong(
    "reshape(-1) flattens everything: with predictions of shape (K, C) it cuts n single numbers, not n rows.",
    seen="caught",
)
def merge(parts, n):
    if len({len(part) for part in parts}) != 1:
        raise ValueError("the parts have different lengths")
    if len(parts) * len(parts[0]) < n:
        raise ValueError("too few rows")
    return torch.stack(parts, dim=1).reshape(-1)[:n]


@wrong(
    "zip stops at the shortest part: parts of different lengths raise no ValueError, and rows are lost without a word.",
    seen="caught",
)
def merge(parts, n):
    if sum(len(part) for part in parts) < n:
        raise ValueError("too few rows")
    rows = [row for group in zip(*parts) for row in group]
    return torch.stack(rows[:n]) if n else parts[0][:0]
