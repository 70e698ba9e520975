"""Wrong answers by people who had seen the exercise alone."""

from itertools import islice, zip_longest
from torch.utils.data import DataLoader, default_collate

from torchdojo.grading import wrong


@wrong(
    "Stops only after an item was added: for k = 0 one is read, the length is never k again, and all items are returned.",
    seen="caught",
)
def take(items, k):
    if k < 0:
        raise ValueError(f"k must not be negative: {k}")
    taken = []
    for item in items:
        taken.append(item)
        if len(taken) == k:
            break
    return taken


@wrong(
    "zip asks its first argument first: item k has been read when range runs out; put range first.",
    seen="named",
)
def take(items, k):
    if k < 0:
        raise ValueError(f"k must not be negative: {k}")
    return [item for item, _ in zip(items, range(k))]


@wrong(
    "What has __getitem__ is indexed from 0: a dictionary, or an IterableDataset, can be looped over, but not indexed so.",
    seen="full marks",
)
def take(items, k):
    if k < 0:
        raise ValueError(f"k must not be negative: {k}")
    if hasattr(items, "__getitem__"):
        taken = []
        for place in range(k):
            try:
                taken.append(items[place])
            except IndexError:
                break
        return taken
    return list(islice(items, k))


@wrong(
    "Fills the last group with None and then drops every None: those that are items of their own are lost as well.",
    seen="full marks",
)
def groups(items, n):
    if n < 1:
        raise ValueError(f"n must be at least 1: {n}")
    for group in zip_longest(*[iter(items)] * n):
        yield [item for item in group if item is not None]


@wrong(
    "One list is emptied and filled again: whoever keeps the groups, as list(groups(...)) does, has the same list many times.",
    seen="named",
)
def groups(items, n):
    if n < 1:
        raise ValueError(f"n must be at least 1: {n}")
    group = []
    for item in items:
        group.append(item)
        if len(group) == n:
            yield group
            group.clear()
    if group:
        yield group


@wrong(
    "next() without a default: the StopIteration at the end becomes a RuntimeError within a generator.",
    seen="caught",
)
def groups(items, n):
    if n < 1:
        raise ValueError(f"n must be at least 1: {n}")
    iterator = iter(items)
    while True:
        group = [next(iterator)]
        group += islice(iterator, n - 1)
        yield group


@wrong(
    "range(k) is empty for a negative k: the result is an empty list where a ValueError is promised.",
    seen="full marks",
)
def first_batches(dataset, batch_size, k):
    loader = DataLoader(dataset, batch_size=batch_size)
    return [batch for _, batch in zip(range(k), loader)]


@wrong(
    "Loops over the dataset, where DataLoader asks for 0 to len - 1: without an IndexError it reads past the last example.",
    seen="caught",
)
def first_batches(dataset, batch_size, k):
    examples = take(dataset, k * batch_size)
    return [default_collate(group) for group in groups(examples, batch_size)]
