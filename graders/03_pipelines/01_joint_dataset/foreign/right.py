"""Right answers by people who had seen the exercise alone."""

import torch
from torch.utils.data import (
    BatchSampler,
    DataLoader,
    Dataset,
    RandomSampler,
    SequentialSampler,
    TensorDataset,
)

from torchdojo.grading import right


@right("has an __iter__ of its own, and refuses negative indices", seen="full marks")
class JointDataset(Dataset):
    def __init__(self, x, y):
        super().__init__()
        if len(x) != len(y):
            raise ValueError(f"{len(x)} examples, but {len(y)} labels")
        self.x, self.y = x, y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, index):
        if not 0 <= index < len(self):
            raise IndexError(f"no pair {index} among {len(self)}")
        return tuple(part[index] for part in (self.x, self.y))

    def __iter__(self):
        for index in range(len(self)):
            yield self[index]


@right("leaves the index error past the end to x itself", seen="full marks")
class JointDataset(Dataset):
    def __init__(self, x, y):
        if len(x) != len(y):
            raise ValueError("x and y must have the same length")
        self.x = x
        self.y = y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, index):
        return self.x[index], self.y[index]


@right(
    "spells the samplers out, with a generator that keeps global random numbers untouched",
    seen="lost points",
)
def batches(dataset, batch_size, drop_last):
    groups = BatchSampler(SequentialSampler(dataset), batch_size, drop_last)
    return DataLoader(dataset, batch_sampler=groups, generator=torch.Generator())


@right("a RandomSampler and the loader share one new generator", seen="full marks")
def shuffled(dataset, batch_size, seed, num_workers=0):
    own = torch.Generator()
    own.manual_seed(seed)
    return DataLoader(
        dataset,
        batch_size=batch_size,
        sampler=RandomSampler(dataset, generator=own),
        num_workers=num_workers,
        generator=own,
    )
