# /// torchdojo
# title = "A dataset of pairs, and its batches"
# form = "module"
# start = "empty"
# difficulty = 1
# minutes = 25
# hints = [
#   """A dataset needs no loop: it remembers what it was given and answers two questions, how \
#   many and which. Which Python construct makes a tuple of two things? What does \
#   `torch.arange(3)[3]` do?""",
#   """`__init__` compares `len(x)` with `len(y)` and keeps both; `__getitem__` indexes both \
#   with the same number. The other functions are one call each; look up `drop_last`, \
#   `shuffle`, `generator` and `num_workers` in the documentation of `DataLoader`.""",
#   """`return self.x[index], self.y[index]` is a tuple, and the index error past the end is \
#   x's own. A generator with a seed: `torch.Generator().manual_seed(seed)`, handed to \
#   `DataLoader` together with `shuffle=True`.""",
# ]
# ///
"""# A dataset of pairs, and its batches

Between the files on your disk and the loop that trains a network stand two small objects. A
*dataset* knows how many examples there are and gives out one at a time. A *loader* decides the
order, collects examples into batches and, if asked, lets other processes do the work, so that the
network does not wait.

What goes wrong here raises no error. Features and labels that have slipped by one row, a last batch
that is lost, a "random" order that is the same in every epoch: the network trains anyway, only
worse, and nobody knows why.

## Goal

Write a dataset of pairs by hand, to see that there is nothing magic in it. Then use PyTorch's own:
`TensorDataset` and `DataLoader`.

## Contract

`JointDataset(x, y)` is a `torch.utils.data.Dataset` over two sequences of the same length. A tensor
is one, and so is anything else that has a length, takes an index, and raises `IndexError` past its
end, as a list does.

- `JointDataset(x, y)`: raises `ValueError` if the lengths differ. It keeps `x` and `y` themselves,
  under any names: it copies nothing and reads no example
- `len(dataset)`: the number of pairs
- `dataset[i]`: the **tuple** `(x[i], y[i])`; past the end it raises `IndexError`
- `for pair in dataset`: gives every pair once, in order, then ends; each loop begins anew

Functions:

- `as_tensor_dataset(x, y)`
  - *takes* tensors of shapes `(N, ...)` and `(N,)`
  - *returns* a `TensorDataset` of pairs, over these tensors themselves
- `batches(dataset, batch_size, drop_last)`
  - *takes* a dataset, a number, a bool
  - *returns* a `DataLoader` that gives out the examples in order; if `drop_last` is true, a last
    batch that is too small is left out
- `shuffled(dataset, batch_size, seed, num_workers=0)`
  - *takes* a dataset and three numbers
  - *returns* a `DataLoader` that **shuffles anew in every epoch**, by a `torch.Generator` of its
    own (the loader's `generator`) that starts from `seed`; with `num_workers` processes that read
    the examples

Another loader made with the same seed gives the same orders, epoch by epoch. `shuffled` neither
uses nor seeds PyTorch's global random numbers: whoever initialises a network next to your loader
must not get different weights because of it.

## How a `for` loop ends

`Dataset` has no method for loops, and yet `for pair in dataset` works. Python then falls back on an
old rule: it asks for `dataset[0]`, `dataset[1]`, ... until `IndexError` is raised. That error is
the only end there is; the loop does not look at `len(dataset)`:

```python
>>> class Squares:
...     def __getitem__(self, i):
...         if i == 4:
...             raise IndexError(i)
...         return i * i
>>> list(Squares())
[0, 1, 4, 9]
```

## What a loader does with a tuple

It takes `batch_size` examples, stacks their first parts, and stacks their second parts. Seven
examples in batches of three, where `shapes` are those of one feature row with two numbers:

| `drop_last` | batches | shapes of x |
|---|---|---|
| `False` | 3 | `(3, 2)`, `(3, 2)`, `(1, 2)` |
| `True` | 2 | `(3, 2)`, `(3, 2)` |

A batch of one example can upset batch normalisation, so training often drops it. A test set must be
complete: there, dropping it changes what is scored.

## Out of scope

Slices and negative indices, examples of different sizes, datasets that cannot be indexed.

## Read more

[Datasets and DataLoaders](https://docs.pytorch.org/tutorials/beginner/basics/data_tutorial.html),
[torch.utils.data](https://docs.pytorch.org/docs/stable/data.html),
[torch.Generator](https://docs.pytorch.org/docs/stable/generated/torch.Generator.html),
[reproducibility of loaders](https://docs.pytorch.org/docs/stable/notes/randomness.html#dataloader).
Next: a dataset whose examples lie in files, and are read only when they are asked for.
"""

# %%
from collections.abc import Sequence
from typing import Any

import torch
from torch.utils.data import DataLoader, Dataset, TensorDataset


# %%
class JointDataset(Dataset):
    """Pairs of `x[i]` and `y[i]`; keeps both sequences as they are.

    Raises ValueError if their lengths differ.

    >>> data = JointDataset(["ant", "bee"], [6, 6])
    >>> len(data), data[1]
    (2, ('bee', 6))
    """

    def __init__(self, x: Sequence[Any], y: Sequence[Any]) -> None:
        ### BEGIN SOLUTION
        if len(x) != len(y):
            raise ValueError(f"x has {len(x)} examples, but y has {len(y)}")
        self.x, self.y = x, y
        ### END SOLUTION

    def __len__(self) -> int:
        """Return the number of pairs."""
        ### BEGIN SOLUTION
        return len(self.x)
        ### END SOLUTION

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        """Return the pair at `index`; raises IndexError past the end."""
        ### BEGIN SOLUTION
        return self.x[index], self.y[index]
        ### END SOLUTION


# %%
def as_tensor_dataset(x: torch.Tensor, y: torch.Tensor) -> TensorDataset:
    """Return PyTorch's own dataset of pairs over `x`, shape (N, ...), and `y`, shape (N,).

    >>> as_tensor_dataset(torch.tensor([[1.0], [2.0]]), torch.tensor([0, 1]))[1]
    (tensor([2.]), tensor(1))
    """
    ### BEGIN SOLUTION
    return TensorDataset(x, y)
    ### END SOLUTION


# %%
def batches(dataset: Dataset, batch_size: int, drop_last: bool) -> DataLoader:
    """Return a loader that gives out `dataset` in order, without a small last batch if asked.

    >>> [x.tolist() for x, _ in batches(JointDataset(range(5), "abcde"), 2, drop_last=True)]
    [[0, 1], [2, 3]]
    """
    ### BEGIN SOLUTION
    return DataLoader(dataset, batch_size=batch_size, drop_last=drop_last)
    ### END SOLUTION


# %%
def shuffled(dataset: Dataset, batch_size: int, seed: int, num_workers: int = 0) -> DataLoader:
    """Return a loader that shuffles `dataset` in every epoch, by a generator of its own.

    >>> loader = shuffled(JointDataset(range(5), "abcde"), 5, seed=1)
    >>> [x.tolist() for _ in range(2) for x, _ in loader]
    [[4, 1, 3, 0, 2], [1, 4, 3, 2, 0]]
    """
    ### BEGIN SOLUTION
    generator = torch.Generator().manual_seed(seed)
    return DataLoader(
        dataset,
        batch_size=batch_size,
        shuffle=True,
        generator=generator,
        num_workers=num_workers,
    )
    ### END SOLUTION


# %% tags=["explore"]
x = torch.arange(14.0).reshape(7, 2)
y = torch.tensor([0, 1, 1, 0, 1, 0, 0])
pairs = JointDataset(x, y)
print(f"{len(pairs)} pairs; the third is {pairs[2]}")
for name, dataset in {"JointDataset": pairs, "TensorDataset": as_tensor_dataset(x, y)}.items():
    for drop_last in (False, True):
        sizes = [len(labels) for _, labels in batches(dataset, 3, drop_last)]
        print(f"{name:>13}, drop_last={drop_last!s:5}: batches of {sizes}")

# %% tags=["explore"]
numbers = JointDataset(torch.arange(7), torch.arange(7))
for seed in (1, 1, 2):
    loader = shuffled(numbers, 3, seed)
    for epoch in (1, 2):
        print(f"seed {seed}, epoch {epoch}:", *[x.tolist() for x, _ in loader])
