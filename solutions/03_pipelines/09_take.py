# /// torchdojo
# title = "A little of a lot"
# form = "module"
# start = "empty"
# difficulty = 1
# minutes = 20
# hints = [
#   """Something that is read from a disk or drawn at random cannot be unread. So ask of every \
#   line: how many items has the source given away when it is done?""",
#   """`itertools.islice(items, k)` stops after k items and does not ask for another one. It \
#   takes items from an iterator that goes on where it was, so several slices of the *same* \
#   iterator follow one another.""",
#   """`take` is `list(islice(items, k))`. For `groups`, make one iterator of `items` before \
#   the loop and slice it again and again, until a slice comes back empty; `yield` hands out \
#   each group before the next is read.""",
# ]
# ///
"""# A little of a lot

You have a data set of a million pictures and want to see four of them. `list(dataset)[:4]` shows
them, after an hour: it opens every file and throws nearly everything away. Streams are worse, since
reading consumes them, and some never end.

Looking at a little of a lot is what you do all day when you debug an input pipeline, and
`itertools.islice` is the tool for it.

## Goal

Take a few items from anything that can be looped over, and read no more than these.

## Contract

`items` is *anything* that a `for` loop accepts: a list, a `Dataset`, a `DataLoader`, a generator,
even one that never ends.

- `take(items, k)`
  - *takes* items, a number `k`
  - *returns* a list of the first `k` items, or of all if there are fewer
- `groups(items, n)`
  - *takes* items, a number `n`
  - *returns* a **generator** of lists of `n` items, in order; the last list is shorter if the items
    run out
- `first_batches(dataset, batch_size, k)`
  - *takes* a `Dataset` and two numbers
  - *returns* a list of the first `k` batches that a `torch.utils.data.DataLoader` makes of
    `dataset`, in the dataset's own order

Rules:

- No function asks for an item that it does not need: `take` reads at most `k`, `groups` reads a
  group when it is asked for it and not before, `first_batches` reads the examples of `k` batches.
- A negative `k` is a `ValueError`; so is an `n` below 1, at the latest when the first group is
  asked for.

## What `islice` does

```python
>>> from itertools import count, islice
>>> list(islice(count(10), 3))
[10, 11, 12]
>>> numbers = iter("abcdefg")
>>> list(islice(numbers, 2)), list(islice(numbers, 3)), next(numbers)
(['a', 'b'], ['c', 'd', 'e'], 'f')
```

A list can be looped over again and again, each time from the beginning. An *iterator*, what `iter`
makes of it, moves forward only: whoever asks it next gets what comes next.

## One too many

```python
for number, item in enumerate(items):
    if number == k:
        break
```

This loop has already taken item `k` when it decides to stop. With a list nobody notices. With a
stream that item is lost, and with a data set one more file was read.

## Out of scope

Items from the end or from the middle, random choices, several workers (they read ahead).

## Read more

[itertools.islice](https://docs.python.org/3/library/itertools.html#itertools.islice),
[torch.utils.data.DataLoader](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader).
Next: labels that stand in a table beside the pictures.
"""

# %%
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from torch.utils.data import DataLoader, Dataset


# %%
def take(items: Iterable[Any], k: int) -> list[Any]:
    """Return the first `k` of `items` as a list, or all if there are fewer; ask for no more.

    Raises ValueError if k is negative.

    >>> numbers = iter(range(10, 20))
    >>> take(numbers, 3), next(numbers)
    ([10, 11, 12], 13)
    """
    ### BEGIN SOLUTION
    return list(islice(items, k))
    ### END SOLUTION


# %%
def groups(items: Iterable[Any], n: int) -> Iterator[list[Any]]:
    """Yield lists of `n` items, the last perhaps shorter; read each only when it is asked for.

    Raises ValueError if n is less than 1.

    >>> made = groups("abcde", 2)
    >>> next(made), list(made)
    (['a', 'b'], [['c', 'd'], ['e']])
    """
    ### BEGIN SOLUTION
    if n < 1:
        raise ValueError(f"a group needs at least one item, not {n}")
    iterator = iter(items)
    while group := list(islice(iterator, n)):
        yield group
    ### END SOLUTION


# %%
def first_batches(dataset: Dataset, batch_size: int, k: int) -> list[Any]:
    """Return the first `k` batches of `dataset`, made by a DataLoader, without shuffling.

    Raises ValueError if k is negative.

    >>> first_batches(range(1000), batch_size=3, k=2)
    [tensor([0, 1, 2]), tensor([3, 4, 5])]
    """
    ### BEGIN SOLUTION
    return list(islice(DataLoader(dataset, batch_size), k))
    ### END SOLUTION


# %% tags=["explore"]
class Noisy(Dataset):
    """Squares that say when they are read."""

    def __len__(self) -> int:
        return 1000

    def __getitem__(self, i: int) -> int:
        print(f"reading {i}", end="; ")
        return i * i


# %% tags=["explore"]
print(take(Noisy(), 3))
print(first_batches(Noisy(), 2, 2))
for group in groups(range(7), 3):
    print(group)
