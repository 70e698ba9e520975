"""Wrong answers by people who had seen the exercise alone."""

import torch
from torch.utils.data import BatchSampler, DataLoader, RandomSampler

from torchdojo.grading import wrong


@wrong(
    "Appends the rest even if it is 0: 96 examples in batches of 32 end with a batch of no examples.",
    seen="named",
)
def plan(n, batch_size, drop_last):
    if batch_size < 1 or n < 0:
        raise ValueError("batch_size must be at least 1 and n not negative")
    sizes = [batch_size] * (n // batch_size)
    if not drop_last:
        sizes.append(n % batch_size)
    return sizes


@wrong(
    "split() of an empty tensor gives one empty piece: for n = 0 the plan has a batch of size 0 instead of none.",
    seen="caught",
)
def plan(n, batch_size, drop_last):
    if batch_size < 1 or n < 0:
        raise ValueError("batch_size must be at least 1 and n not negative")
    sizes = [len(piece) for piece in torch.arange(n).split(batch_size)]
    if drop_last and sizes[-1] < batch_size:
        sizes.pop()
    return sizes


@wrong(
    "Leaves the ValueError to range(), which refuses only a step of 0: a negative batch_size or n gives an empty list.",
    seen="caught",
)
def plan(n, batch_size, drop_last):
    sizes = [min(batch_size, n - start) for start in range(0, n, batch_size)]
    return [size for size in sizes if size == batch_size] if drop_last else sizes


@wrong(
    "Both loaders share one generator: each loop over the test set draws from it, and changes the orders of the training.",
    seen="full marks",
)
def loaders(train_set, test_set, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    training = DataLoader(train_set, batch_size, shuffle=True, drop_last=True, generator=generator)
    testing = DataLoader(test_set, batch_size, shuffle=False, drop_last=False, generator=generator)
    return training, testing


@wrong(
    "Keeps the small batch if it is the only one: training has to drop a last batch that is too small in this case too.",
    seen="full marks",
)
def loaders(train_set, test_set, batch_size, seed):
    training = DataLoader(
        train_set,
        batch_size=batch_size,
        shuffle=True,
        drop_last=len(train_set) >= batch_size,
        generator=torch.Generator().manual_seed(seed),
    )
    return training, DataLoader(test_set, batch_size=batch_size)


@wrong(
    "Seeds PyTorch's global random numbers; the training loader should have a torch.Generator of its own with this seed.",
    seen="named",
)
def loaders(train_set, test_set, batch_size, seed):
    torch.manual_seed(seed)
    training = DataLoader(train_set, batch_size=batch_size, shuffle=True, drop_last=True)
    testing = DataLoader(test_set, batch_size=batch_size, shuffle=False)
    return training, testing


@wrong(
    "Loops over the loader once and repeats its batches: every epoch has the same order, since the loader cannot shuffle anew.",
    seen="named",
)
def numbered(loader, epochs):
    batches = list(loader)
    step = 0
    for epoch in range(1, epochs + 1):
        for number, batch in enumerate(batches, start=1):
            step += 1
            yield epoch, number, step, batch


@wrong(
    "Returns a list, not an iterator: next() fails on it, and the batches of all epochs lie in memory before the first is used.",
    seen="named",
)
def numbered(loader, epochs):
    rows = []
    for epoch in range(1, epochs + 1):
        for number, batch in enumerate(loader, start=1):
            rows.append((epoch, number, len(rows) + 1, batch))
    return rows
