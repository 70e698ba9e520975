"""# Hold some examples back

How good is a network? Not as good as on the examples that it was trained on. So before the first
step some examples are set aside, and only they may say when to stop, which learning rate is best
and whether the idea works at all. This *validation* set is small, so the way of drawing it matters.

Three things go wrong, all of them silently. The split changes from run to run, so that each run is
judged on different examples, some of which the saved network has already seen. An example lands on
both sides. Or a rare class has no example in the validation set, and nobody learns that the network
never gets it right.

## Goal

Split with torch's own `random_split`, reproducibly. Then write a *stratified* split, which holds
back the same share of every class.

## Contract

`share` is the fraction that is held back, a float greater than 0 and less than 1; `seed` is a whole
number, 0 or more.

- `random_split_by_seed(dataset, share, seed)`
  - *takes* a dataset of `n` examples, perhaps none
  - *returns* the two `Subset`s `(train, val)` that `torch.utils.data.random_split` makes, asked for
    their lengths in this order, with a generator of its own, seeded with `seed`: `val` has
    `round(share * n)` examples, `train` the rest
- `stratified_split(labels, share, seed)`
  - *takes* int64 labels, shape `(N,)`; N may be 0
  - *returns* two int64 tensors `(train, val)`: the places of the examples, **ascending**. Every
    example is in one of them, once. Of a class with `c` examples, `round(share * c)` are in `val`,
    but at least 1 and at most `c - 1`; which ones, `seed` decides
- `stratified_subsets(dataset, labels, share, seed)`
  - *takes* a dataset, and the label of each of its examples
  - *returns* two `torch.utils.data.Subset`s `(train, val)` of `dataset`, as `stratified_split`
    divides it. No example is read yet

Rules:

- The same arguments give the same split, today and tomorrow, whatever was drawn before; another
  seed gives another split, unless there are few.
- The global random numbers of torch, NumPy and Python are neither used nor seeded.
- Labels can be any whole numbers, in any order: classes 3, -1 and 40, say.

`ValueError` is raised by `stratified_split` and `stratified_subsets` if `share` is not greater
than 0 and less than 1, or if a class has only one example; and by `stratified_subsets` if there are
more labels than examples or fewer.

## Why one seed is not enough

`torch.manual_seed(0)` at the top of a program fixes *all* random numbers that follow, as long as
the same number of them is drawn before each step. Add a layer, and the initial weights take more
numbers from the same source; whatever is drawn after them is different:

```python
>>> torch.manual_seed(0); layer = torch.nn.Linear(2, 2); torch.randperm(5)
tensor([2, 4, 3, 1, 0])
>>> torch.manual_seed(0); layer = torch.nn.Linear(2, 3); torch.randperm(5)
tensor([3, 2, 4, 0, 1])
```

Two networks, compared on two different validation sets. A generator of its own keeps the split
out of this:

```python
>>> torch.randperm(5, generator=torch.Generator().manual_seed(0))
tensor([4, 0, 1, 3, 2])
```

Seeding the global source inside your function is no way out. It makes everything drawn *after* it
the same in each run, the shuffling and the dropout of runs that should differ by their seeds.

## Strata

A class of 3 among 300 examples, and 30 of them held back at random: with a probability of 0.73 not
one of the three is among them. A stratified split treats each class as a little dataset (a
*stratum*) and draws from each. The validation set then has the same proportions as the whole.

## A `Subset` is a view

It keeps the dataset and a list of indices, and copies nothing. `subset[0]` asks the dataset for the
first index in the list.

## Out of scope

Groups that must stay together, such as pictures of one person; cross-validation; several labels
for one example.

## Read more

[torch.utils.data.random_split](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.random_split),
[Subset](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.Subset),
[torch.Generator](https://docs.pytorch.org/docs/stable/generated/torch.Generator.html),
[reproducibility](https://docs.pytorch.org/docs/stable/notes/randomness.html). This ends the track:
the data are in order, and the networks may come.
"""

import torch
from torch.utils.data import Dataset, Subset, random_split


def random_split_by_seed(dataset: Dataset, share: float, seed: int) -> tuple[Subset, Subset]:
    """Return `(train, val)`, drawn by `random_split`; `share` of the examples are in `val`.

    >>> train, val = random_split_by_seed("abcdefg", share=0.3, seed=1)
    >>> list(train), list(val)
    (['a', 'g', 'b', 'd', 'f'], ['c', 'e'])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the places `(train, val)`, int64 and ascending; `share` of each class is in `val`.

    Raises ValueError if `share` is not between 0 and 1, or if a class has a single example.

    >>> stratified_split(torch.tensor([7, 7, 3, 7, 3, 7]), share=0.5, seed=1)
    (tensor([0, 2, 3]), tensor([1, 4, 5]))
    """
    # YOUR CODE HERE
    raise NotImplementedError


def stratified_subsets(
    dataset: Dataset, labels: torch.Tensor, share: float, seed: int
) -> tuple[Subset, Subset]:
    """Return `dataset` as two subsets `(train, val)`; `share` of each class is in `val`.

    Raises ValueError as `stratified_split` does, or if the numbers of labels and examples differ.

    >>> train, val = stratified_subsets("abcdef", torch.tensor([7, 7, 3, 7, 3, 7]), 0.5, seed=1)
    >>> list(train), list(val)
    (['a', 'c', 'd'], ['b', 'e', 'f'])
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    labels = torch.tensor([0] * 200 + [1] * 97 + [2] * 3)
    dataset = torch.utils.data.TensorDataset(torch.arange(300), labels)
    missed = 0
    for seed in range(100):
        _, val = random_split_by_seed(dataset, 0.1, seed)
        missed += all(label != 2 for _, label in val)
    print(f"a class of 3 in 300 is missing from {missed} of 100 random validation sets")
    train, val = stratified_split(labels, 0.1, seed=0)
    print("stratified, to train: ", labels[train].bincount().tolist())
    print("stratified, held back:", labels[val].bincount().tolist())
