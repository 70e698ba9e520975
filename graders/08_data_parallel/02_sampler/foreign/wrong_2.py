"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torch.utils.data import DataLoader, Sampler
from torch.utils.data.distributed import DistributedSampler
from torchdojo.grading import wrong


@wrong(
    "You pad once, with at most N indices: with more than twice as many ranks as examples (2 examples, 5 ranks) that is not enough, and the last ranks get fewer steps than `len` says.",
    seen="named",
)
class RankSampler(Sampler[int]):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if rank < 0 or rank >= num_replicas:
            raise ValueError("no such rank")
        self.dataset, self.num_replicas, self.rank = dataset, num_replicas, rank
        self.shuffle, self.seed, self.drop_last = shuffle, seed, drop_last
        self.epoch = 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        n = len(self.dataset)
        if self.drop_last:
            return n // self.num_replicas
        return (n + self.num_replicas - 1) // self.num_replicas

    def __iter__(self):
        n = len(self.dataset)
        if self.shuffle:
            g = torch.Generator()
            g.manual_seed(self.seed + self.epoch)
            order = torch.randperm(n, generator=g).tolist()
        else:
            order = list(range(n))
        total = len(self) * self.num_replicas
        if total > n:
            order += order[: total - n]
        else:
            order = order[:total]
        return iter(order[self.rank : total : self.num_replicas])


@wrong(
    "The generator is seeded in `set_epoch` and then goes on: the first pass is right, a second pass through the same epoch gets another order. It needs a fresh generator for each pass.",
    seen="named",
)
class RankSampler(Sampler[int]):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError(f"no rank {rank} among {num_replicas}")
        self.n = len(dataset)
        self.num_replicas = num_replicas
        self.rank = rank
        self.shuffle = shuffle
        self.seed = seed
        if drop_last:
            self.count = self.n // num_replicas
        else:
            self.count = -(-self.n // num_replicas)
        self.generator = torch.Generator()
        self.set_epoch(0)

    def set_epoch(self, epoch):
        self.generator.manual_seed(self.seed + epoch)

    def __len__(self):
        return self.count

    def __iter__(self):
        if self.shuffle:
            order = torch.randperm(self.n, generator=self.generator).tolist()
        else:
            order = list(range(self.n))
        total = self.count * self.num_replicas
        while order and len(order) < total:
            order = order + order
        yield from order[:total][self.rank :: self.num_replicas]


@wrong(
    "The sampler hears 0, 1, 2, ... whatever `start` is: a run that resumes at epoch 3 gets the order of epoch 0 again. Tell it the epoch itself.",
    seen="named",
)
def epochs_of(loader, start, stop):
    epochs = []
    for epoch in range(stop - start):
        loader.sampler.set_epoch(epoch)
        epochs.append(list(loader))
    return epochs


@wrong(
    "`reshape(-1)` flattens the scores of one example, too: right for predictions of shape (K,), wrong for (K, C), where n numbers come back instead of n rows.",
    seen="named",
)
def merge(parts, n):
    if len({len(part) for part in parts}) != 1:
        raise ValueError("the parts have different lengths")
    if sum(len(part) for part in parts) < n:
        raise ValueError("too few rows")
    return torch.stack(parts, dim=1).reshape(-1)[:n]


@wrong(
    "The seed never reaches the sampler, so every seed gives the order of seed 0; and drop_last=True takes the last, smaller batch away, though nothing is to be dropped.",
    seen="named",
)
def loader_for(dataset, rank, world, batch_size, seed):
    torch.manual_seed(seed)
    sampler = DistributedSampler(dataset, num_replicas=world, rank=rank, shuffle=True)
    return DataLoader(dataset, batch_size=batch_size, sampler=sampler, drop_last=True)
