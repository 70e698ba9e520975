"""Probes of `take`, `groups` and `first_batches`."""

from itertools import count, islice

import torch.utils.data.dataloader as loaders
from torch.utils.data import Dataset

from torchdojo import probing


def noted(items, read):
    """A data set of these items that notes in `read` what it is asked for."""

    class Noted(Dataset):
        def __len__(self):
            return len(items)

        def __getitem__(self, i):
            item = items[i]
            read.append(i)
            return item

    return Noted()


def taken(module, items, k):
    """Calls `take` on a dataset that notes each reading, on an iterator, and on a dictionary"""
    read = []
    stream, table = iter(items), {f"key {i}": item for i, item in enumerate(items)}
    first = {"taken": module.take(noted(items, read), k), "read": list(read)}
    first |= {"of an iterator": module.take(stream, k), "its next": next(stream, "none")}
    return first | {"of a dictionary": module.take(table, k)}


def endless(module, start, k, n):
    """Takes from numbers that never end, and groups the rest of them; at most 50 are given away"""
    numbers = islice(count(start), 50)
    first = module.take(numbers, k)
    return {"taken": first, "groups": list(islice(module.groups(numbers, n), 3))}


def grouped(module, length, n):
    """Asks `groups` for one group after the other, and notes each time what has been read"""
    read = []
    made = module.groups(noted(range(length), read), n)
    found = {"a list of all": isinstance(made, list), "items read before": list(read)}
    seen = [(list(group), len(read), isinstance(group, list)) for group in made]
    for place, name in enumerate(("groups", "items read by then", "groups are lists")):
        found[name] = [one[place] for one in seen]
    return found


def kept(module, items, n):
    """Keeps the groups of a generator, and looks at them when it has ended; then of a dictionary"""
    table = {f"key {i}": item for i, item in enumerate(items)}
    sources = {"of a generator": (item for item in items), "of a dictionary": table}
    return {name: list(module.groups(source, n)) for name, source in sources.items()}


def batched(module, length, batch_size, k):
    """Calls `first_batches`, notes what was read and whether torch's own `DataLoader` ran"""
    read, made = [], []
    original = loaders.DataLoader.__iter__

    def noted_iter(loader):
        made.append(type(loader).__name__)
        return original(loader)

    loaders.DataLoader.__iter__ = noted_iter
    try:
        numbers = [10 * i for i in range(length)]
        batches = module.first_batches(noted(numbers, read), batch_size, k)
    finally:
        loaders.DataLoader.__iter__ = original
    return {"batches": batches, "read": read} | ({"loaders": made} if k else {})


def refused(module, function, numbers):
    """Calls FUNCTION with several numbers, asks for a first item, and notes the errors"""

    def first(number):
        if function == "first_batches":
            return module.first_batches([1, 2, 3], 2, number)
        return next(iter(getattr(module, function)([1, 2, 3], number)), None)

    letter = "n" if function == "groups" else "k"
    return {f"{letter} = {number}": probing.raised(first, number) for number in numbers}
