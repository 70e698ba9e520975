"""Wrong answers by people who had seen the exercise alone, of a second round."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from torch.utils.data import DataLoader, Dataset

from torchdojo.grading import wrong


@wrong(
    "zip asks `items` first and finds out only then that the range is over: item k has been taken from the stream and is lost.",
    seen="named",
)
def take(items: Iterable[Any], k: int) -> list[Any]:
    if k < 0:
        raise ValueError("k must not be negative")
    return [item for item, _ in zip(items, range(k), strict=False)]


@wrong(
    "A full group is given out only when the next item has arrived, so each group reads one item too many, and from a slow stream it comes too late.",
    seen="caught",
)
def groups(items: Iterable[Any], n: int) -> Iterator[list[Any]]:
    if n < 1:
        raise ValueError("n must be at least 1")
    group: list[Any] = []
    for item in items:
        if len(group) == n:
            yield group
            group = []
        group.append(item)
    if group:
        yield group


@wrong(
    "You give out the same list again and again and empty it in between, so list(groups(...)) holds one list many times.",
    seen="named",
)
def groups(items: Iterable[Any], n: int) -> Iterator[list[Any]]:
    if n < 1:
        raise ValueError("n must be at least 1")
    group: list[Any] = []
    for item in items:
        group.append(item)
        if len(group) == n:
            yield group
            group.clear()
    if group:
        yield group


@wrong(
    "The last batch of the dataset may be a small one and is still a batch: seven examples in batches of three have three, and you drop the third.",
    seen="caught",
)
def first_batches(dataset: Dataset, batch_size: int, k: int) -> list[Any]:
    if k < 0:
        raise ValueError("k must not be negative")
    loader = DataLoader(dataset, batch_size=batch_size, shuffle=False, drop_last=True)
    return take(loader, k)


@wrong(
    "An item can itself be None, and you throw it away with the filling; and an n of 0 must be a ValueError, not a generator without groups.",
    seen="named",
)
def groups(items: Iterable[Any], n: int) -> Iterator[list[Any]]:
    if n < 0:
        raise ValueError("n must not be negative")
    for group in zip_longest(*[iter(items)] * n):
        yield [item for item in group if item is not None]
