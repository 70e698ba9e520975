"""Wrong answers by people who had seen the exercise alone."""

from itertools import islice
import torch
from torch.utils.data import BatchSampler, default_collate

from torchdojo.grading import wrong


@wrong(
    "default_collate turns Python floats into float64; the table promises float32.", seen="caught"
)
def collate(examples):
    return tuple(default_collate(examples))


@wrong(
    "The dtype is decided by the values: floats that happen to be whole, such as 0.0 and 1.0, become int64, not float32.",
    seen="full marks",
)
def collate(examples):
    batch = []
    for part in zip(*examples, strict=True):
        if isinstance(part[0], torch.Tensor):
            batch.append(torch.stack(part))
        elif all(float(value).is_integer() for value in part):
            batch.append(torch.tensor([int(value) for value in part], dtype=torch.int64))
        else:
            batch.append(torch.tensor(part, dtype=torch.float32))
    return tuple(batch)


@wrong(
    "The loader is its own iterator with one position: a second loop, begun while the first goes on, moves the first one.",
    seen="named",
)
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError(f"batch_size must be at least 1, not {batch_size}")
        self.dataset = dataset
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.drop_last = drop_last
        self.generator = generator

    def __len__(self):
        full, rest = divmod(len(self.dataset), self.batch_size)
        return full + (rest > 0 and not self.drop_last)

    def __iter__(self):
        n = len(self.dataset)
        self.order = (
            torch.randperm(n, generator=self.generator).tolist() if self.shuffle else list(range(n))
        )
        self.position = 0
        return self

    def __next__(self):
        if self.position >= len(self):
            raise StopIteration
        start = self.position * self.batch_size
        self.position += 1
        return collate([self.dataset[i] for i in self.order[start : start + self.batch_size]])


@wrong(
    "Each epoch shuffles the order of the epoch before: from the second on it is not what torch.randperm has drawn.",
    seen="caught",
)
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError(f"batch_size must be at least 1, not {batch_size}")
        self.dataset = dataset
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.drop_last = drop_last
        self.generator = generator
        self.order = torch.arange(len(dataset))

    def __len__(self):
        full, rest = divmod(len(self.dataset), self.batch_size)
        return full + (rest > 0 and not self.drop_last)

    def __iter__(self):
        if self.shuffle:
            self.order = self.order[torch.randperm(len(self.order), generator=self.generator)]
        order = self.order.tolist()
        for number in range(len(self)):
            start = number * self.batch_size
            yield collate([self.dataset[i] for i in order[start : start + self.batch_size]])


@wrong(
    "Reads ahead: a batch is given out only when the next one has been read, so examples are read before they are due.",
    seen="caught",
)
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError(f"batch_size must be at least 1, not {batch_size}")
        self.dataset = dataset
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.drop_last = drop_last
        self.generator = generator

    def __len__(self):
        full, rest = divmod(len(self.dataset), self.batch_size)
        return full + (rest > 0 and not self.drop_last)

    def __iter__(self):
        n = len(self.dataset)
        order = (
            torch.randperm(n, generator=self.generator).tolist() if self.shuffle else list(range(n))
        )
        waiting = None
        for number in range(len(self)):
            start = number * self.batch_size
            batch = collate([self.dataset[i] for i in order[start : start + self.batch_size]])
            if waiting is not None:
                yield waiting
            waiting = batch
        if waiting is not None:
            yield waiting


@wrong(
    "Unshuffled it loops over the dataset instead of asking for 0 to len - 1: one that has no IndexError past its end never stops.",
    seen="full marks",
)
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError(f"batch_size must be at least 1, not {batch_size}")
        self.dataset = dataset
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.drop_last = drop_last
        self.generator = generator

    def __len__(self):
        full, rest = divmod(len(self.dataset), self.batch_size)
        return full + (rest > 0 and not self.drop_last)

    def __iter__(self):
        if self.shuffle:
            order = torch.randperm(len(self.dataset), generator=self.generator).tolist()
            examples = (self.dataset[i] for i in order)
        else:
            examples = iter(self.dataset)
        while batch := list(islice(examples, self.batch_size)):
            if len(batch) < self.batch_size and self.drop_last:
                return
            yield collate(batch)


@wrong(
    "split makes one empty piece of an empty order: a dataset without examples gives a batch, though len(loader) is 0.",
    seen="full marks",
)
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError(f"batch_size must be at least 1, not {batch_size}")
        self.dataset = dataset
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.drop_last = drop_last
        self.generator = generator

    def __len__(self):
        full, rest = divmod(len(self.dataset), self.batch_size)
        return full + (rest > 0 and not self.drop_last)

    def __iter__(self):
        n = len(self.dataset)
        order = torch.randperm(n, generator=self.generator) if self.shuffle else torch.arange(n)
        for piece in order.split(self.batch_size):
            if self.drop_last and len(piece) < self.batch_size:
                continue
            yield collate([self.dataset[i] for i in piece.tolist()])


@wrong(
    "drop_last throws the last batch away even if it is full; only a batch that is smaller may be left out.",
    seen="caught",
)
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError(f"batch_size must be at least 1, not {batch_size}")
        self.dataset = dataset
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.drop_last = drop_last
        self.generator = generator

    def __len__(self):
        batches = -(-len(self.dataset) // self.batch_size)
        return max(batches - 1, 0) if self.drop_last else batches

    def __iter__(self):
        n = len(self.dataset)
        order = (
            torch.randperm(n, generator=self.generator).tolist() if self.shuffle else list(range(n))
        )
        pieces = [order[start : start + self.batch_size] for start in range(0, n, self.batch_size)]
        if self.drop_last:
            pieces = pieces[:-1]
        for piece in pieces:
            yield collate([self.dataset[i] for i in piece])
