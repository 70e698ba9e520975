"""Wrong answers by people who had seen the exercise alone."""

import torch
from torch.utils.data import (
    BatchSampler,
    DataLoader,
    Dataset,
    RandomSampler,
    SequentialSampler,
    TensorDataset,
)

from torchdojo.grading import wrong


@wrong(
    "as_tensor copies lists and reads every example; the dataset has to keep x and y themselves, whatever kind they are.",
    seen="caught",
)
class JointDataset(Dataset):
    def __init__(self, x, y):
        if len(x) != len(y):
            raise ValueError("x and y must have the same length")
        self.x = torch.as_tensor(x)
        self.y = torch.as_tensor(y)

    def __len__(self):
        return len(self.x)

    def __getitem__(self, index):
        if index >= len(self):
            raise IndexError(index)
        return self.x[index], self.y[index]


@wrong(
    "Raises StopIteration past the end: the for loop ends by luck, but dataset[len(dataset)] must raise IndexError.",
    seen="full marks",
)
class JointDataset(Dataset):
    def __init__(self, x, y):
        if len(x) != len(y):
            raise ValueError("x and y must have the same length")
        self.x, self.y = x, y

    def __len__(self):
        return len(self.y)

    def __getitem__(self, index):
        if index >= len(self.y):
            raise StopIteration
        return self.x[index], self.y[index]


@wrong(
    "contiguous() copies a tensor that does not lie in one piece, such as x.T; the dataset must hold these tensors themselves.",
    seen="full marks",
)
def as_tensor_dataset(x, y):
    return TensorDataset(x.contiguous(), y.contiguous())


@wrong(
    "The third place of DataLoader is shuffle: drop_last=True shuffles the examples and drops nothing. Pass it by name.",
    seen="caught",
)
def batches(dataset, batch_size, drop_last):
    return DataLoader(dataset, batch_size, drop_last)


@wrong(
    "torch.manual_seed resets the global random numbers, and the loader uses them: it has no generator of its own.",
    seen="named",
)
def shuffled(dataset, batch_size, seed, num_workers=0):
    torch.manual_seed(seed)
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, num_workers=num_workers)


@wrong(
    "Only the sampler gets the generator: without generator=, each loop of the DataLoader draws a base seed from the global one.",
    seen="named",
)
def shuffled(dataset, batch_size, seed, num_workers=0):
    generator = torch.Generator().manual_seed(seed)
    sampler = RandomSampler(dataset, generator=generator)
    return DataLoader(dataset, batch_size=batch_size, sampler=sampler, num_workers=num_workers)


@wrong(
    "Draws one order when the loader is made: every epoch has the same one, and it should be shuffled anew each time.",
    seen="named",
)
def shuffled(dataset, batch_size, seed, num_workers=0):
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(dataset), generator=generator).tolist()
    return DataLoader(
        dataset, batch_size=batch_size, sampler=order, num_workers=num_workers, generator=generator
    )
