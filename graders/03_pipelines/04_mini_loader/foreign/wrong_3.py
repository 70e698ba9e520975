"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import wrong


@wrong(
    "The loader is its own iterator with one position, so a second loop that begins while the first is going on moves "
    "the first one back to the beginning, and they steal each other's batches.",
    seen="named",
)
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError("batch_size must be at least 1")
        self.dataset, self.batch_size = dataset, batch_size
        self.shuffle, self.drop_last, self.generator = shuffle, drop_last, generator

    def __len__(self):
        full, rest = divmod(len(self.dataset), self.batch_size)
        return full + (rest > 0 and not self.drop_last)

    def __iter__(self):
        n = len(self.dataset)
        if self.shuffle:
            self.order = torch.randperm(n, generator=self.generator).tolist()
        else:
            self.order = list(range(n))
        self.position = 0
        return self

    def __next__(self):
        if self.position >= len(self):
            raise StopIteration
        start = self.position * self.batch_size
        self.position += 1
        return collate([self.dataset[i] for i in self.order[start : start + self.batch_size]])  # noqa: F821


@wrong(
    "All examples of an epoch are read before the first batch is given out, where each should be read when its batch is "
    "due: a dataset that does not fit into memory never gets through.",
    seen="named",
)
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError("batch_size must be at least 1")
        self.dataset = dataset
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.drop_last = drop_last
        self.generator = generator

    def __len__(self):
        n = len(self.dataset)
        return n // self.batch_size if self.drop_last else -(-n // self.batch_size)

    def __iter__(self):
        n = len(self.dataset)
        order = torch.randperm(n, generator=self.generator).tolist() if self.shuffle else range(n)
        examples = [self.dataset[i] for i in order]
        for batch in range(len(self)):
            start = batch * self.batch_size
            yield collate(examples[start : start + self.batch_size])  # noqa: F821


@wrong(
    "Python's floats should become float32, but you convert every floating part, so tensors in float64 or bfloat16 do "
    "not keep their dtype.",
    seen="caught",
)
def collate(examples):
    batch = []
    for parts in zip(*examples):
        stacked = torch.stack([torch.as_tensor(part) for part in parts])
        if stacked.is_floating_point():
            stacked = stacked.float()
        batch.append(stacked)
    return tuple(batch)


@wrong(
    "The dataset is asked with tensors instead of ints, which a list forgives and a dictionary does not, and without a "
    "generator you make a new one, which always has the same seed, where torch's global one should decide.",
    seen="named",
)
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError("batch_size must be at least 1")
        self.dataset = dataset
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.drop_last = drop_last
        self.generator = generator if generator is not None else torch.Generator()

    def __len__(self):
        n = len(self.dataset)
        if self.drop_last:
            return n // self.batch_size
        return (n + self.batch_size - 1) // self.batch_size

    def __iter__(self):
        n = len(self.dataset)
        if self.shuffle:
            order = torch.randperm(n, generator=self.generator)
        else:
            order = torch.arange(n)
        for indices in order.split(self.batch_size):
            if self.drop_last and len(indices) < self.batch_size:
                return
            if len(indices):
                yield collate([self.dataset[i] for i in indices])  # noqa: F821
