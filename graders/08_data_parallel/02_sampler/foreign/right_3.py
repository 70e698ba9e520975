"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torch.utils.data import Sampler

from torchdojo.grading import right


@right(
    "Pads nothing: position rank + i * num_replicas, modulo N, is where the repeated order has its entry.",
    seen="full marks",
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if rank not in range(num_replicas):
            raise ValueError(f"rank {rank} is not among {num_replicas}")
        self.size = len(dataset)
        self.world = num_replicas
        self.rank = rank
        self.shuffle = shuffle
        self.seed = seed
        whole, rest = divmod(self.size, num_replicas)
        self.steps = whole + (1 if rest and not drop_last else 0)
        self.epoch = 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return self.steps

    def _order(self):
        if not self.shuffle:
            return range(self.size)
        dice = torch.Generator()
        dice.manual_seed(self.seed + self.epoch)
        return torch.randperm(self.size, generator=dice).tolist()

    def __iter__(self):
        order = self._order()
        mine = []
        place = self.rank
        for _ in range(self.steps):
            mine.append(order[place % self.size])
            place += self.world
        return iter(mine)
