"""Right answers by people who had seen the exercise alone."""

import torch
from torch.utils.data import BatchSampler, default_collate

from torchdojo.grading import right


@right("Fills an empty tensor row by row instead of stacking.", seen="full marks")
def collate(examples):
    batch = []
    for part in zip(*examples, strict=True):
        first = part[0]
        if isinstance(first, torch.Tensor):
            rows = first.new_empty((len(part), *first.shape))
            for row, value in enumerate(part):
                rows[row] = value
        else:
            dtype = torch.float32 if isinstance(first, float) else torch.int64
            rows = torch.tensor(part, dtype=dtype)
        batch.append(rows)
    return tuple(batch)


@right(
    "No generator function: a map over the numbers of the batches; the order is drawn when the loop starts.",
    seen="full marks",
)
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError(f"a batch needs at least one example, not {batch_size}")
        self.dataset = dataset
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.drop_last = drop_last
        self.generator = generator

    def __len__(self):
        spare = 0 if self.drop_last else self.batch_size - 1
        return (len(self.dataset) + spare) // self.batch_size

    def __iter__(self):
        n = len(self.dataset)
        order = torch.randperm(n, generator=self.generator) if self.shuffle else torch.arange(n)

        def batch(number):
            start = number * self.batch_size
            return collate(
                [self.dataset[i] for i in order[start : start + self.batch_size].tolist()]
            )

        return map(batch, range(len(self)))


@right("torch's BatchSampler cuts the order into pieces.", seen="full marks")
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError(f"batch_size is {batch_size}, but must be 1 or more")
        self.dataset, self.batch_size, self.generator = dataset, batch_size, generator
        self.shuffle, self.drop_last = shuffle, drop_last

    def __len__(self):
        n = len(self.dataset)
        return n // self.batch_size if self.drop_last else -(-n // self.batch_size)

    def __iter__(self):
        n = len(self.dataset)
        order = torch.randperm(n, generator=self.generator).tolist() if self.shuffle else range(n)
        pieces = BatchSampler(order, self.batch_size, self.drop_last)
        return (collate([self.dataset[i] for i in piece]) for piece in pieces)
