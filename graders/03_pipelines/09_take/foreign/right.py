"""Right answers by people who had seen the exercise alone."""

from itertools import islice, zip_longest
from torch.utils.data import DataLoader, default_collate

from torchdojo.grading import right


@right(
    "zip with the range in front, which ends before the next item is asked for.", seen="full marks"
)
def take(items, k):
    if k < 0:
        raise ValueError(f"cannot take {k} items")
    return [item for _, item in zip(range(k), items)]


@right(
    "A generator expression over iter with a sentinel; n is checked at the call.", seen="full marks"
)
def groups(items, n):
    if n < 1:
        raise ValueError(f"a group needs at least one item, not {n}")
    iterator = iter(items)
    return (group for group in iter(lambda: list(islice(iterator, n)), []))


@right("Asks the loader's iterator by next, and only while batches are missing.", seen="full marks")
def first_batches(dataset, batch_size, k):
    if k < 0:
        raise ValueError(f"cannot take {k} batches")
    batches = []
    if k > 0:
        loader = iter(DataLoader(dataset, batch_size=batch_size, shuffle=False))
        while len(batches) < k:
            try:
                batches.append(next(loader))
            except StopIteration:
                break
    return batches
