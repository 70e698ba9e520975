"""# A loader of your own

`for x, y in DataLoader(...)` looks like one step, but four things happen: an order is chosen, cut
into pieces, each piece's examples are read, and they are stacked into tensors. Whoever has written
these four once knows where to look when a loader is slow, loses examples, or gives nothing at all
in the second epoch.

That last one is a classic. A generator in Python can be used up once. A training loop over a
used-up loader does nothing, reports nothing, and is very fast.

## Goal

Write `collate`, which makes a batch out of examples, and `MiniLoader`, which gives out the batches
of an epoch every time somebody loops over it.

## Contract

`collate(examples)` takes a list of examples. Each example is a tuple of the same number of parts,
and each part is a tensor or a Python number. It returns a **tuple** with one tensor for every
part:

| part of each of B examples | in the batch |
|---|---|
| tensors of shape `(...)` | their dtype and device, shape `(B, ...)` |
| whole numbers | int64, shape `(B,)` |
| floats | float32, shape `(B,)` |

`MiniLoader(dataset, batch_size, shuffle=False, drop_last=False, generator=None)` works on anything
that has a length and takes an index, an `int` from 0 to its length - 1. Nothing is promised about
what it does past that.

- `MiniLoader(...)`: raises `ValueError` if `batch_size` is less than 1. It reads no example
- `len(loader)`: the number of batches in an epoch
- `for batch in loader`: gives every batch of one epoch, as `collate` makes them

Rules:

- Each loop starts a **new epoch from the beginning**, also if the one before was left by `break`
  or is still going on.
- The last batch is smaller if the examples do not come out even. With `drop_last=True` such a batch
  is left out.
- With `shuffle=True`, each epoch draws its order by `torch.randperm(n, generator=generator)`, once.
  With no generator, torch uses its global one, as for anything else.
- The dataset keeps its order. Examples are read when their batch is due, not before: a real
  dataset may not fit into memory.

## Two kinds of objects

A `for` loop first calls `iter(thing)`, that is, `thing.__iter__()`. What comes back is
an *iterator*: it has a position, and it can be used up. A list is not an iterator. It makes a new
one for each loop, and so must a loader:

```python
>>> letters = ["a", "b", "c"]
>>> once = iter(letters)
>>> list(once), list(once)
(['a', 'b', 'c'], [])
>>> list(letters), list(letters)
(['a', 'b', 'c'], ['a', 'b', 'c'])
```

A function with `yield` in it returns such an iterator at every call, even if it is a method called
`__iter__`.

## What the real one adds

`DataLoader` lets worker processes read ahead, collates dictionaries and nested structures, and can
put batches into pinned memory for faster copies to a GPU. For tuples its batches are lists, not
tuples. The four steps are the same.

## Out of scope

Worker processes, samplers, examples of different sizes, Python's bools, parts that mix integers and
floats, datasets without a length.

## Read more

[Iterator types](https://docs.python.org/3/library/stdtypes.html#iterator-types) in Python,
[torch.stack](https://docs.pytorch.org/docs/stable/generated/torch.stack.html),
[collate_fn](https://docs.pytorch.org/docs/stable/data.html#working-with-collate-fn),
[DataLoader](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader).
Next: the files that a dataset is made of.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch.utils.data import DataLoader


def collate(examples: list[tuple[Any, ...]]) -> tuple[torch.Tensor, ...]:
    """Return one tensor for each part of the examples, with the examples along dimension 0.

    >>> collate([(torch.tensor([1.0, 2.0]), 0, 0.5), (torch.tensor([3.0, 4.0]), 1, 2.0)])
    (tensor([[1., 2.],
            [3., 4.]]), tensor([0, 1]), tensor([0.5000, 2.0000]))
    """
    # YOUR CODE HERE
    raise NotImplementedError


class MiniLoader:
    """Gives out the examples of `dataset` in batches, a new epoch for each loop.

    Raises ValueError if `batch_size` is less than 1.

    >>> loader = MiniLoader([(i, i * i) for i in range(5)], 2)
    >>> for numbers, squares in loader:
    ...     print(numbers, squares)
    tensor([0, 1]) tensor([0, 1])
    tensor([2, 3]) tensor([4, 9])
    tensor([4]) tensor([16])
    """

    def __init__(
        self,
        dataset: Sequence[tuple[Any, ...]],
        batch_size: int,
        shuffle: bool = False,
        drop_last: bool = False,
        generator: torch.Generator | None = None,
    ) -> None:
        # YOUR CODE HERE
        raise NotImplementedError

    def __len__(self) -> int:
        """Return the number of batches in an epoch."""
        # YOUR CODE HERE
        raise NotImplementedError

    def __iter__(self) -> Iterator[tuple[torch.Tensor, ...]]:
        """Return a new iterator over the batches of one epoch."""
        # YOUR CODE HERE
        raise NotImplementedError


if __name__ == "__main__":
    squares = [(torch.tensor([float(i), float(i * i)]), i % 2) for i in range(7)]
    loader = MiniLoader(squares, 3)
    for epoch in (1, 2):
        for x, y in loader:
            print(f"epoch {epoch}: x {tuple(x.shape)}, first column {x[:, 0].tolist()}, y {y.tolist()}")

    seeds = torch.Generator().manual_seed(4), torch.Generator().manual_seed(4)
    mine = MiniLoader(squares, 3, shuffle=True, generator=seeds[0])
    real = DataLoader(squares, 3, shuffle=True, generator=seeds[1])
    for name, batches in {"MiniLoader": mine, "DataLoader": real}.items():
        kinds = {type(batch).__name__ for batch in batches}
        shapes = [tuple(x.shape) for x, _ in batches]
        print(f"{name}: {len(batches)} batches, each a {kinds.pop()}, shapes of x {shapes}")
