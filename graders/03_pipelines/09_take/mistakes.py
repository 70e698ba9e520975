"""What goes wrong when a little of a lot is wanted."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from torch.utils.data import DataLoader, Dataset

from torchdojo.grading import mistake


@mistake(
    "`list(items)` reads everything before the list is cut: a whole data set for k examples.",
    loses=["takes_only_k", "bears_what_never_ends", "refuses_impossible_numbers"],
)
def take(items: Iterable[Any], k: int) -> list[Any]:
    return list(items)[:k]


@mistake(
    "One item too many is read: the loop asks for item k before it notices that it has enough.",
    loses=["takes_only_k", "bears_what_never_ends", "refuses_impossible_numbers"],
)
def take(items: Iterable[Any], k: int) -> list[Any]:
    taken = []
    for number, item in enumerate(items):
        if number == k:
            break
        taken.append(item)
    return taken


@mistake(
    "`items[i]` needs something that can be indexed and has at least k items; a loader can only be looped over.",
    loses=["takes_only_k", "bears_what_never_ends", "refuses_impossible_numbers"],
)
def take(items: Iterable[Any], k: int) -> list[Any]:
    return [items[i] for i in range(k)]


@mistake(
    "One item is missing: `islice(items, k - 1)` stops after k - 1 items.",
    loses=["takes_only_k", "bears_what_never_ends", "refuses_impossible_numbers"],
)
def take(items: Iterable[Any], k: int) -> list[Any]:
    return list(islice(items, max(k - 1, 0)))


@mistake(
    "An iterator came back instead of a list: nothing is read until somebody loops over it.",
    loses=["takes_only_k", "bears_what_never_ends", "refuses_impossible_numbers"],
)
def take(items: Iterable[Any], k: int) -> list[Any]:
    return (item for _, item in zip(range(k), items))


@mistake(
    "Everything is read before the first group is handed out: a list of all items is no stream.",
    loses=["groups_lazily"],
)
def groups(items: Iterable[Any], n: int) -> Iterator[list[Any]]:
    if n < 1:
        raise ValueError(n)
    everything = list(items)
    for start in range(0, len(everything), n):
        yield everything[start : start + n]


@mistake(
    "The items left over at the end are lost: the last group may be shorter.",
    loses=["groups_lazily", "makes_groups"],
)
def groups(items: Iterable[Any], n: int) -> Iterator[list[Any]]:
    if n < 1:
        raise ValueError(n)
    iterator = iter(items)
    while len(group := list(islice(iterator, n))) == n:
        yield group


@mistake(
    "A list of all groups comes back; the contract asks for a generator that makes them one by one.",
    loses=["groups_lazily"],
)
def groups(items: Iterable[Any], n: int) -> Iterator[list[Any]]:
    if n < 1:
        raise ValueError(n)
    iterator, found = iter(items), []
    while group := list(islice(iterator, n)):
        found.append(group)
    return found


@mistake(
    "An empty group comes last when the items are used up exactly.",
    loses=["groups_lazily", "makes_groups"],
)
def groups(items: Iterable[Any], n: int) -> Iterator[list[Any]]:
    if n < 1:
        raise ValueError(n)
    iterator = iter(items)
    while True:
        group = list(islice(iterator, n))
        yield group
        if len(group) < n:
            return


@mistake(
    "The same list is emptied and filled again, so groups that somebody kept change afterwards: make a new list for each.",
    loses=["bears_what_never_ends", "makes_groups"],
)
def groups(items: Iterable[Any], n: int) -> Iterator[list[Any]]:
    if n < 1:
        raise ValueError(n)
    group = []
    for item in items:
        group.append(item)
        if len(group) == n:
            yield group
            group.clear()
    if group:
        yield group


@mistake(
    "A group of less than one item is made all the same: `islice(iterator, 0)` just takes nothing. Raise `ValueError`.",
    loses=["refuses_impossible_numbers"],
)
def groups(items: Iterable[Any], n: int) -> Iterator[list[Any]]:
    iterator = iter(items)
    while group := list(islice(iterator, max(n, 0))):
        yield group


@mistake(
    "All batches are made before the list is cut, so the whole data set is read.",
    loses=["looks_at_the_first_batches"],
)
def first_batches(dataset: Dataset, batch_size: int, k: int) -> list[Any]:
    return list(DataLoader(dataset, batch_size))[:k]


@mistake(
    "One batch too many is read: the loop asks for batch k before it notices that it has enough.",
    loses=["looks_at_the_first_batches"],
)
def first_batches(dataset: Dataset, batch_size: int, k: int) -> list[Any]:
    batches = []
    for number, batch in enumerate(DataLoader(dataset, batch_size)):
        if number == k:
            break
        batches.append(batch)
    return batches


@mistake(
    "The examples come in random order: for a look at the first ones leave `shuffle` out.",
    loses=["looks_at_the_first_batches"],
)
def first_batches(dataset: Dataset, batch_size: int, k: int) -> list[Any]:
    return list(islice(DataLoader(dataset, batch_size, shuffle=True), k))


@mistake(
    "The first k examples come back, not the first k batches: make a `DataLoader` and slice that.",
    loses=["looks_at_the_first_batches"],
)
def first_batches(dataset: Dataset, batch_size: int, k: int) -> list[Any]:
    return list(islice(dataset, k))
