"""What goes wrong when a little of a lot is wanted."""

from collections.abc import Iterable, Iterator
from itertools import islice, zip_longest
from typing import Any

from torch.utils.data import DataLoader, Dataset, default_collate

from torchdojo.grading import mistake, slip

slip(
    "`list(items)` reads everything before the list is cut: a whole data set for k examples.",
    loses=["takes_only_k", "bears_what_never_ends", "refuses_impossible_numbers"],
    edits=[("list(islice(items, k))", "list(items)[:k]")],
)


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


slip(
    "`items[i]` needs something that can be indexed and has at least k items; a loader can only be looped over.",
    loses=["takes_only_k", "bears_what_never_ends", "refuses_impossible_numbers"],
    edits=[("list(islice(items, k))", "[items[i] for i in range(k)]")],
)

slip(
    "One item is missing: `islice(items, k - 1)` stops after k - 1 items.",
    loses=["takes_only_k", "bears_what_never_ends", "refuses_impossible_numbers"],
    edits=[("islice(items, k)", "islice(items, max(k - 1, 0))")],
)

slip(
    "An iterator came back instead of a list: nothing is read until somebody loops over it.",
    loses=["takes_only_k", "bears_what_never_ends", "refuses_impossible_numbers"],
    edits=[("list(islice(items, k))", "(item for _, item in zip(range(k), items))")],
)


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


slip(
    "The items left over at the end are lost: the last group may be shorter.",
    loses=["groups_lazily", "makes_groups"],
    edits=[
        ('f"a group needs at least one item, not {n}"', "n"),
        ("group := list(islice(iterator, n))", "len(group := list(islice(iterator, n))) == n"),
    ],
)


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


slip(
    "A group of less than one item is made all the same: `islice(iterator, 0)` just takes nothing. Raise `ValueError`.",
    loses=["refuses_impossible_numbers"],
    edits=[
        ('if n < 1:\n    raise ValueError(f"a group needs at least one item, not {n}")', ""),
        ("islice(iterator, n)", "islice(iterator, max(n, 0))"),
    ],
)

slip(
    "All batches are made before the list is cut, so the whole data set is read.",
    loses=["looks_at_the_first_batches", "refuses_impossible_numbers"],
    edits=[
        (
            "list(islice(DataLoader(dataset, batch_size), k))",
            "list(DataLoader(dataset, batch_size))[:k]",
        )
    ],
)


@mistake(
    "One batch too many is read: the loop asks for batch k before it notices that it has enough.",
    loses=["looks_at_the_first_batches", "refuses_impossible_numbers"],
)
def first_batches(dataset: Dataset, batch_size: int, k: int) -> list[Any]:
    batches = []
    for number, batch in enumerate(DataLoader(dataset, batch_size)):
        if number == k:
            break
        batches.append(batch)
    return batches


slip(
    "The examples come in random order: for a look at the first ones leave `shuffle` out.",
    loses=["looks_at_the_first_batches"],
    edits=[("DataLoader(dataset, batch_size)", "DataLoader(dataset, batch_size, shuffle=True)")],
)

slip(
    "The first k examples come back, not the first k batches: make a `DataLoader` and slice that.",
    loses=["looks_at_the_first_batches"],
    edits=[("DataLoader(dataset, batch_size)", "dataset")],
)


@mistake(
    "`take` stops only after an item was added, so k = 0 reads everything: ask before you read.",
    loses=["takes_only_k"],
)
def take(items: Iterable[Any], k: int) -> list[Any]:
    if k < 0:
        raise ValueError(k)
    taken = []
    for item in items:
        taken.append(item)
        if len(taken) == k:
            break
    return taken


@mistake(
    "What has `__getitem__` is indexed from 0, which gives no item of a dictionary: loop over `items`.",
    loses=["takes_only_k"],
)
def take(items: Iterable[Any], k: int) -> list[Any]:
    if k < 0:
        raise ValueError(k)
    if not hasattr(items, "__getitem__"):
        return list(islice(items, k))
    taken = []
    for i in range(k):
        try:
            taken.append(items[i])
        except IndexError:
            break
    return taken


@mistake(
    "`take` takes an item that is None for the end: catch `StopIteration`, or use `islice`.",
    loses=["takes_only_k"],
)
def take(items: Iterable[Any], k: int) -> list[Any]:
    if k < 0:
        raise ValueError(k)
    iterator, taken = iter(items), []
    while len(taken) < k and (item := next(iterator, None)) is not None:
        taken.append(item)
    return taken


@mistake(
    "A last group is filled up with None, and then every None is dropped, those among the items too.",
    loses=["makes_groups"],
)
def groups(items: Iterable[Any], n: int) -> Iterator[list[Any]]:
    if n < 1:
        raise ValueError(n)
    for group in zip_longest(*[iter(items)] * n):
        yield [item for item in group if item is not None]


@mistake(
    "The last group is filled up with None: it is to be shorter if the items run out.",
    loses=["makes_groups", "groups_lazily"],
)
def groups(items: Iterable[Any], n: int) -> Iterator[list[Any]]:
    if n < 1:
        raise ValueError(n)
    for group in zip_longest(*[iter(items)] * n):
        yield list(group)


slip(
    "`next` raises StopIteration at the end, which becomes a RuntimeError in a generator: use `islice`.",
    loses=["makes_groups", "groups_lazily"],
    edits=[
        ('f"a group needs at least one item, not {n}"', "n"),
        ("group := list(islice(iterator, n))", "True"),
        ("yield group", "group = [next(iterator)]\ngroup += islice(iterator, n - 1)\nyield group"),
    ],
)


@mistake(
    "`len(items)` and slices need a list: a stream has neither, so loop over `items`.",
    loses=["makes_groups", "groups_lazily", "bears_what_never_ends"],
)
def groups(items: Iterable[Any], n: int) -> Iterator[list[Any]]:
    if n < 1:
        raise ValueError(n)
    for start in range(0, len(items), n):
        yield list(items[start : start + n])


slip(
    "A negative k is no error in `first_batches`: raise `ValueError`, as `islice` does.",
    loses=["refuses_impossible_numbers"],
    edits=[
        (
            "list(islice(DataLoader(dataset, batch_size), k))",
            "[batch for _, batch in zip(range(k), DataLoader(dataset, batch_size))]",
        )
    ],
)


@mistake(
    "`first_batches` stops only after a batch was added, so k = 0 reads everything: ask before you read.",
    loses=["looks_at_the_first_batches"],
)
def first_batches(dataset: Dataset, batch_size: int, k: int) -> list[Any]:
    if k < 0:
        raise ValueError(k)
    batches = []
    for batch in DataLoader(dataset, batch_size):
        batches.append(batch)
        if len(batches) == k:
            break
    return batches


@mistake(
    "No `DataLoader` makes these batches: it asks for 0 to `len(dataset) - 1`, and knows how to collate.",
    loses=["looks_at_the_first_batches"],
)
def first_batches(dataset: Dataset, batch_size: int, k: int) -> list[Any]:
    examples = take(dataset, k * batch_size)
    return [default_collate(group) for group in groups(examples, batch_size)]


slip(
    "A negative k is no error in `take`: raise `ValueError`, as `islice` does.",
    loses=["refuses_impossible_numbers"],
    edits=[("list(islice(items, k))", "[item for _, item in zip(range(k), items)]")],
)


@mistake(
    "`zip` asks its first argument first: with `range(k)` behind it, item k is read in vain. Put the range first.",
    loses=["takes_only_k", "bears_what_never_ends"],
)
def take(items, k):
    if k < 0:
        raise ValueError(f"k must not be negative: {k}")
    return [item for item, _ in zip(items, range(k))]


@mistake(
    "A full group is given out only when the next item has come, so each group reads one item too many: "
    "yield it as soon as it is full.",
    loses=["groups_lazily"],
)
def groups(items: Iterable[Any], n: int) -> Iterator[list[Any]]:
    if n < 1:
        raise ValueError("n must be at least 1")
    group = []
    for item in items:
        if len(group) == n:
            yield group
            group = []
        group.append(item)
    if group:
        yield group


@mistake(
    "An n below 1 makes no group and no error: raise `ValueError`.",
    loses=["refuses_impossible_numbers"],
)
def groups(items: Iterable[Any], n: int) -> Iterator[list[Any]]:
    missing = object()
    for group in zip_longest(*[iter(items)] * n, fillvalue=missing):
        yield [item for item in group if item is not missing]


slip(
    "The groups are tuples; the contract asks for lists.",
    loses=["groups_lazily", "makes_groups", "bears_what_never_ends"],
    edits=[
        ('f"a group needs at least one item, not {n}"', '"n must be at least 1"'),
        ("list(islice(iterator, n))", "tuple(islice(iterator, n))"),
    ],
)

slip(
    "`drop_last=True` leaves out a last batch that is smaller; it is a batch like the others.",
    loses=["looks_at_the_first_batches"],
    edits=[("DataLoader(dataset, batch_size)", "DataLoader(dataset, batch_size, drop_last=True)")],
)

slip(
    "An iterator over batches came back instead of a list: nothing is read until somebody loops over it.",
    loses=["looks_at_the_first_batches"],
    edits=[
        (
            "list(islice(DataLoader(dataset, batch_size), k))",
            "islice(DataLoader(dataset, batch_size), k)",
        )
    ],
)


@mistake(
    "`next(iterator, None)` takes an item that is None for the end, and what follows is lost: loop over the items.",
    loses=["makes_groups"],
)
def groups(items: Iterable[Any], n: int) -> Iterator[list[Any]]:
    if n < 1:
        raise ValueError("n must be at least 1")
    iterator, group = iter(items), []
    while (item := next(iterator, None)) is not None:
        group.append(item)
        if len(group) == n:
            yield group
            group = []
    if group:
        yield group


@mistake(
    "The next group is read before this one is given out, a whole group too early: yield first, then read on.",
    loses=["groups_lazily"],
)
def groups(items: Iterable[Any], n: int) -> Iterator[list[Any]]:
    if n < 1:
        raise ValueError("n must be at least 1")
    iterator = iter(items)
    group = list(islice(iterator, n))
    while group:
        following = list(islice(iterator, n))
        yield group
        group = following
