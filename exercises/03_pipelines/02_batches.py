"""# How many batches, and which one is this?

150 flowers in batches of 32: is that four batches or five? The answer decides how long a
learning-rate schedule is, what a progress bar shows, and whether some examples are never seen.
Nothing fails if you get it wrong by one. The schedule just ends too early, the log starts at step 0
here and at step 1 there, and the curves of two runs do not line up.

## Goal

Predict what a loader will do, ask PyTorch's `DataLoader` for the right thing for training and for
testing, and number its batches.

## Contract

- `plan(n, batch_size, drop_last)`
  - *takes* two whole numbers and a bool
  - *returns* a list with the size of each batch of one epoch, in order
- `loaders(train_set, test_set, batch_size, seed)`
  - *takes* two datasets and two whole numbers
  - *returns* the tuple of two `DataLoader`s of this batch size, for training and for testing
- `numbered(loader, epochs)`
  - *takes* a `DataLoader` and the number of epochs
  - *returns* an iterator over `(epoch, number, step, batch)`, for every batch of every epoch

Rules:

- `plan` keeps a smaller last batch, unless `drop_last` is true. It raises `ValueError` if
  `batch_size` is less than 1 or `n` is negative.
- The loader for **training** shuffles anew in every epoch, by a `torch.Generator` of its own (the
  loader's `generator`, and no other's) with this `seed`. It drops a last batch that is too small,
  also if that is the only one.
- The loader for **testing** keeps the order and gives out every example.
- In `numbered` all three numbers are counted from 1. `number` is the place of the batch in its
  epoch and starts again in the next one; `step` goes on. `batch` is what the loader gives.
- Every epoch is a loop over the loader itself, so that it can shuffle.

`loaders` neither seeds PyTorch's global random numbers nor draws from them.

## Two numbers for one batch

Four examples in batches of two, for two epochs, and nothing shuffled:

| epoch | number | step | examples |
|---|---|---|---|
| 1 | 1 | 1 | 0, 1 |
| 1 | 2 | 2 | 2, 3 |
| 2 | 1 | 3 | 0, 1 |
| 2 | 2 | 4 | 2, 3 |

People read "epoch 2, batch 1 of 2". Learning-rate schedules, TensorBoard and checkpoints want the
step: it says how many updates the weights have had, and it never jumps back.

Python counts from 0 unless told otherwise:

```python
>>> for place, letter in enumerate("ab"):
...     print(place, letter)
0 a
1 b
>>> for place, letter in enumerate("ab", start=1):
...     print(place, letter)
1 a
2 b
```

## Why training drops and testing does not

A last batch of one example makes a very noisy gradient, and `BatchNorm1d` refuses it with an error.
If training shuffles, the dropped examples are different in each epoch, so none is lost for good. A
test score is different: it must be about all examples, and about the same ones each time.

## Out of scope

Worker processes, samplers, batches of anything but a number of examples.

## Read more

[DataLoader](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader),
[BatchNorm1d](https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html),
[learning-rate
schedules](https://docs.pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate),
[enumerate](https://docs.python.org/3/library/functions.html#enumerate). Next: where the new order
of every epoch comes from.
"""

from collections.abc import Iterator
from typing import Any

import torch
from torch.utils.data import DataLoader, Dataset, TensorDataset


def plan(n: int, batch_size: int, drop_last: bool) -> list[int]:
    """Return the sizes of the batches that `n` examples make.

    Raises ValueError if `batch_size` is less than 1 or `n` is negative.

    >>> plan(7, 3, drop_last=False)
    [3, 3, 1]
    """
    # YOUR CODE HERE
    raise NotImplementedError


def loaders(
    train_set: Dataset, test_set: Dataset, batch_size: int, seed: int
) -> tuple[DataLoader, DataLoader]:
    """Return a loader that shuffles and drops, for training, and one that does neither.

    >>> numbers = TensorDataset(torch.arange(7))
    >>> training, testing = loaders(numbers, numbers, 3, seed=1)
    >>> len(training), len(testing)
    (2, 3)
    """
    # YOUR CODE HERE
    raise NotImplementedError


def numbered(loader: DataLoader, epochs: int) -> Iterator[tuple[int, int, int, Any]]:
    """Give `(epoch, number, step, batch)` for every batch of every epoch, counted from 1.

    >>> loader = DataLoader(range(3), batch_size=2)
    >>> for epoch, number, step, batch in numbered(loader, 2):
    ...     print(epoch, number, step, batch.tolist())
    1 1 1 [0, 1]
    1 2 2 [2]
    2 1 3 [0, 1]
    2 2 4 [2]
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    for n in (90, 96, 100):
        for drop_last in (False, True):
            sizes = plan(n, 32, drop_last)
            print(f"{n} examples in batches of 32, drop_last={drop_last!s:5}: {sizes}")

    numbers = TensorDataset(torch.arange(7))
    training, testing = loaders(numbers, numbers, 3, seed=1)
    for name, loader in {"training": training, "testing": testing}.items():
        for epoch, number, step, (batch,) in numbered(loader, 2):
            of = f"batch {number} of {len(loader)}"
            print(f"{name}: epoch {epoch}, {of}, step {step}: {batch.tolist()}")
