"""# A sampler for many ranks

When several ranks train together, each of them has a `DataLoader` of its own over the same data
set. Left alone, each would go through *all* of it, in an order of its own. A distributed sampler
gives every rank its part of one common order. The ranks do not talk about it: each computes the
whole order, from numbers that all of them know, and picks its own part.

This is the place where parallel training goes wrong most quietly. A forgotten `set_epoch` repeats
the first epoch's order forever. A rank that slips into the seed lets some examples be seen twice
and others never. The loss falls all the same.

## Goal

Write such a sampler, use torch's own, and put the predictions of all ranks together without
counting any example twice.

## Contract

`RankSampler(dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False)` yields the indices
for one rank; N, the size of the dataset, is at least 1:

1. **The order of the whole data set.** With `shuffle`, it is `torch.randperm(N, generator=g)` with
   a fresh generator `g` seeded with `seed + epoch`; without, it is 0, 1, ..., N - 1.
2. **A total that the ranks can share evenly.** All ranks must make the same number of steps, or
   some wait for the others forever. So the order is padded to the next multiple of `num_replicas`
   by starting again at its beginning, as often as needed; with `drop_last`, it is cut to the
   multiple below instead.
3. **The part of this rank:** every `num_replicas`-th index, beginning with number `rank`.

- `iter(sampler)`: yields the indices of the current epoch, as Python ints; the same ones again when
  asked again
- `len(sampler)`: how many these are
- `sampler.set_epoch(epoch)`: chooses the epoch; it is 0 at first

The global random numbers are neither used nor disturbed. `ValueError` if `rank` is not in
`0 .. num_replicas - 1`.

- `loader_for(dataset, rank, world, batch_size, seed)`
  - *takes* what the arguments' names say
  - *returns* a `DataLoader` for this rank, shuffled by **torch's own** `DistributedSampler` with
    this seed; nothing is dropped
- `epochs_of(loader, start, stop)`
  - *takes* such a loader, and a range of epochs
  - *returns* a list with an entry for each epoch from `start` up to, not including, `stop`: the
    list of its batches. Epoch 3 has the same order whether one started at 0 or resumed at 3
- `merge(parts, n)`
  - *takes* the predictions of each rank, a list of tensors `(K, ...)`, made with an unshuffled,
    padded sampler, and the size of the data set
  - *returns* the predictions for examples 0, 1, ..., n - 1, each once: `(n, ...)`. `ValueError` if
    the parts have different lengths, or fewer than n rows together

## An example

Seven examples, three ranks, no shuffling:

```text
padded        rank 0: 0 3 6    rank 1: 1 4 0    rank 2: 2 5 1
drop_last     rank 0: 0 3      rank 1: 1 4      rank 2: 2 5
```

In training, the two repeated examples do little harm. In an evaluation they do: they count twice,
so the accuracy depends on the number of ranks. That is what `merge` is for.

## Why `set_epoch`

A `DataLoader` with `shuffle=True` draws a new order whenever it is iterated. A distributed sampler
must not draw: all ranks would have to draw the same. It calculates from `seed + epoch`, and someone
has to tell it the epoch.

## Out of scope

Batches that differ in size by rank, data sets without a length, workers of the loader.

## Read more

[torch.utils.data.distributed.DistributedSampler](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.distributed.DistributedSampler),
[torch.utils.data.Sampler](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.Sampler),
[torch.randperm](https://docs.pytorch.org/docs/stable/generated/torch.randperm.html),
[torch.Generator](https://docs.pytorch.org/docs/stable/generated/torch.Generator.html). Next: how
the ranks add up what each has found.
"""

from collections.abc import Iterator, Sized

import torch
from torch.utils.data import DataLoader, Dataset, Sampler, TensorDataset
from torch.utils.data.distributed import DistributedSampler


class RankSampler(Sampler[int]):
    """The indices of one rank, in an order that all ranks agree on without talking.

    >>> list(RankSampler(range(5), num_replicas=2, rank=1, shuffle=False))
    [1, 3, 0]
    """

    def __init__(
        self,
        dataset: Sized,
        num_replicas: int,
        rank: int,
        shuffle: bool = True,
        seed: int = 0,
        drop_last: bool = False,
    ) -> None:
        # YOUR CODE HERE
        raise NotImplementedError

    def set_epoch(self, epoch: int) -> None:
        """Choose the epoch whose order is used from now on."""
        # YOUR CODE HERE
        raise NotImplementedError

    def __len__(self) -> int:
        """How many indices this rank gets: the same for every rank."""
        # YOUR CODE HERE
        raise NotImplementedError

    def __iter__(self) -> Iterator[int]:
        """Yield this rank's indices of the current epoch."""
        # YOUR CODE HERE
        raise NotImplementedError


def loader_for(dataset: Dataset, rank: int, world: int, batch_size: int, seed: int) -> DataLoader:
    """Return a loader of this rank's part of the data, shuffled by torch's `DistributedSampler`.

    >>> data = TensorDataset(torch.arange(5))
    >>> [len(x) for (x,) in loader_for(data, rank=0, world=2, batch_size=2, seed=0)]
    [2, 1]
    """
    # YOUR CODE HERE
    raise NotImplementedError


def epochs_of(loader: DataLoader, start: int, stop: int) -> list[list]:
    """Return the batches of each epoch from `start` up to `stop`.

    >>> loader = loader_for(TensorDataset(torch.arange(5)), 0, world=2, batch_size=2, seed=0)
    >>> [len(batches) for batches in epochs_of(loader, 3, 6)]
    [2, 2, 2]
    """
    # YOUR CODE HERE
    raise NotImplementedError


def merge(parts: list[torch.Tensor], n: int) -> torch.Tensor:
    """Put the ranks' predictions, each (K, ...), into the order of the data set: (n, ...).

    Raises ValueError if the parts have different lengths, or too few rows.

    >>> merge([torch.tensor([0, 2]), torch.tensor([1, 0])], 3)
    tensor([0, 1, 2])
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    data = TensorDataset(torch.arange(7))
    for rank in range(3):
        mine, real = RankSampler(data, 3, rank, seed=5), DistributedSampler(data, 3, rank, seed=5)
        print("rank", rank, "yours:", list(mine), "torch's:", list(real))
    for epoch, batches in enumerate(epochs_of(loader_for(data, 0, 3, batch_size=2, seed=5), 0, 3)):
        print("rank 0, epoch", epoch, [x.tolist() for (x,) in batches])
    parts = [torch.tensor([0, 3, 6]), torch.tensor([1, 4, 0]), torch.tensor([2, 5, 1])]
    print("merged:", merge(parts, 7).tolist())
