"""Other right ways to plan, load and number batches."""

from itertools import count

import torch
from torch.utils.data import DataLoader, RandomSampler

from torchdojo.grading import alternative


@alternative("taking batches away until nothing is left")
def plan(n, batch_size, drop_last):
    if n < 0 or batch_size <= 0:
        raise ValueError("impossible sizes")
    sizes = []
    while n >= batch_size:
        sizes.append(batch_size)
        n -= batch_size
    if n > 0 and not drop_last:
        sizes.append(n)
    return sizes


@alternative("starting points, and what is left from each of them")
def plan(n, batch_size, drop_last):
    if min(batch_size - 1, n) < 0:
        raise ValueError("impossible sizes")
    sizes = [min(batch_size, n - start) for start in range(0, n, batch_size)]
    return [size for size in sizes if size == batch_size or not drop_last]


@alternative("every choice spelled out for both loaders")
def loaders(train_set, test_set, batch_size, seed):
    generator = torch.Generator()
    generator.manual_seed(seed)
    return (
        DataLoader(train_set, batch_size, True, drop_last=True, generator=generator),
        DataLoader(test_set, batch_size, shuffle=False, drop_last=False, num_workers=0),
    )


@alternative("a sampler that shares the loader's generator")
def loaders(train_set, test_set, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    order = RandomSampler(train_set, generator=generator)
    options = {"batch_size": batch_size, "num_workers": 0}
    training = DataLoader(train_set, sampler=order, drop_last=True, generator=generator, **options)
    return training, DataLoader(test_set, **options)


@alternative("the step computed from what lies behind")
def numbered(loader, epochs):
    for epoch in range(epochs):
        before = epoch * len(loader)
        for place, batch in enumerate(loader):
            yield epoch + 1, place + 1, before + place + 1, batch


@alternative("one counter that never stops, and a generator expression")
def numbered(loader, epochs):
    steps = count(1)
    return (
        (epoch, number, next(steps), batch)
        for epoch in range(1, epochs + 1)
        for number, batch in enumerate(loader, 1)
    )
