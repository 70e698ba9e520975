"""Probes of `take`, `groups` and `first_batches`."""

from itertools import count, islice

import torch.utils.data.dataloader as loaders
from torch.utils.data import Dataset

from torchdojo import probing


def noted(length, read):
    """A data set of multiples of 10 that notes in `read` what it is asked for."""

    class Noted(Dataset):
        def __len__(self):
            return length

        def __getitem__(self, i):
            if i >= length:
                raise IndexError(i)
            read.append(i)
            return 10 * i

    return Noted()


def taken(module, length, k):
    """Calls `take` on a dataset that notes each reading, and on an iterator, then takes its next"""
    read = []
    stream = iter(range(length))
    first = {"taken": module.take(noted(length, read), k), "read": list(read)}
    return first | {"of an iterator": module.take(stream, k), "its next": next(stream, "none")}


def endless(module, start, k, n):
    """Takes from numbers that never end, and groups the rest of them; at most 50 are given away"""
    numbers = islice(count(start), 50)
    first = module.take(numbers, k)
    return {"taken": first, "groups": list(islice(module.groups(numbers, n), 3))}


def grouped(module, length, n):
    """Asks `groups` for one group after the other, and notes each time what has been read"""
    read = []
    made = module.groups(noted(length, read), n)
    found = {"lazy": not isinstance(made, list), "read before": list(read)}
    seen = []
    for group in made:
        seen.append({"group": list(group), "is list": isinstance(group, list), "read": len(read)})
    return found | {"groups": seen}


def kept(module, n):
    """Keeps the groups of a generator, and looks at them when the generator has ended"""
    return list(module.groups((i for i in range(3 * n - 1)), n))


def batched(module, length, batch_size, k):
    """Calls `first_batches`, notes what was read and whether torch's own `DataLoader` ran"""
    read, made = [], []
    original = loaders.DataLoader.__iter__

    def noted_iter(loader):
        made.append(type(loader).__name__)
        return original(loader)

    loaders.DataLoader.__iter__ = noted_iter
    try:
        batches = module.first_batches(noted(length, read), batch_size, k)
    finally:
        loaders.DataLoader.__iter__ = original
    return {"batches": batches, "read": read, "loaders": made}


def refused(module, k, n):
    """Calls `take` and asks for a first group, with small numbers, and notes the errors"""
    group = probing.raised(lambda: next(iter(module.groups([1, 2, 3], n))))
    return {"take": probing.raised(module.take, [1, 2, 3], k), "groups": group}
