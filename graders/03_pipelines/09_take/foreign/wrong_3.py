"""Wrong answers by people who had seen the exercise alone, of a third round."""

from itertools import islice

from torch.utils.data import DataLoader

from torchdojo.grading import wrong


@wrong(
    "The list is measured after an item has been appended, so for k = 0 the loop takes an item although none is wanted, "
    "never meets its end, and reads everything.",
    seen="named",
)
def take(items, k):
    if k < 0:
        raise ValueError("k must not be negative")
    taken = []
    for item in items:
        taken.append(item)
        if len(taken) == k:
            break
    return taken


@wrong(
    "The next group is read before the current one is given out, so a reader is always one group ahead of what was "
    "asked for, which a stream or a slow data set notices.",
    seen="caught",
)
def groups(items, n):
    if n < 1:
        raise ValueError("n must be at least 1")
    iterator = iter(items)
    current = list(islice(iterator, n))
    while current:
        following = list(islice(iterator, n))
        yield current
        current = following


@wrong(
    "None is your sign for the end, but it can be an item like any other, and then everything from the first None on is "
    "lost.",
    seen="caught",
)
def groups(items, n):
    if n < 1:
        raise ValueError("n must be at least 1")
    iterator = iter(items)
    group = []
    while (item := next(iterator, None)) is not None:
        group.append(item)
        if len(group) == n:
            yield group
            group = []
    if group:
        yield group


@wrong(
    "The loop has read batch k already when it decides to stop, so the files of one batch too many are opened, and a "
    "negative k never stops it at all instead of raising ValueError.",
    seen="named",
)
def first_batches(dataset, batch_size, k):
    batches = []
    for number, batch in enumerate(DataLoader(dataset, batch_size=batch_size)):
        if number == k:
            break
        batches.append(batch)
    return batches
