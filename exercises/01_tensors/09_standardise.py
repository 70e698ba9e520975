"""# Standardise features

A table of patients has a column of ages around 50 and a column of cell counts around 250 000. A
network that sees these numbers as they are relies on the large column alone: its gradients are
thousands of times as steep in that direction, and no learning rate suits both. So features
are *standardised* first: shifted and scaled until each one has mean 0 and standard deviation 1.

It is three lines of code, and three different bugs are common in them. None raises an error; the
model trains all the same, only worse, or it looks better in your evaluation than it is.

## Goal

Compute the mean and the standard deviation of each feature, and apply them to data old and new.

## Contract

- `fit_stats(train)`
  - *takes* a floating-point tensor `(N, D)`, `N >= 1`
  - *returns* a pair `(mean, std)` of tensors `(D,)`, same dtype; `std` divides by `N`, not by
    `N - 1`; where **all values of a column are equal**, `std` is `1`
- `apply(x, mean, std)`
  - *takes* a tensor `(..., D)`, two tensors `(D,)` of the same dtype
  - *returns* a new tensor shaped like `x`, `(x - mean) / std` for each feature; `ValueError` if the
    last dimension of `x` is not `D`
- `standardise(train, test)`
  - *takes* two tensors, `(N, D)` and `(M, D)`
  - *returns* a pair: both of them standardised **by the statistics of `train`**

No function changes the tensors that it is given.

## One mean, or one for each feature

`mean()` without a dimension averages over everything, and broadcasting then hides the mistake:

```python
>>> table = torch.tensor([[50.0, 250_000.0], [40.0, 270_000.0], [60.0, 230_000.0]])
>>> (table - table.mean()) / table.std()
tensor([[-0.9090,  0.9090],
        [-0.9091,  1.0545],
        [-0.9089,  0.7635]])
```

The result has the right shape, its overall mean is 0 and its overall deviation 1. But all the ages
have become the same number, up to the third digit: the column has been erased.

## Statistics belong to the training data

Whoever deploys a model meets examples one at a time; there is no mean of "the test set" then. And
if test data take part in the statistics, they leak into the training. So: fit on `train`, apply to
all.

## Constant columns

A pixel in the corner of every image is black; its deviation is 0, and 0 / 0 is `nan`, which spreads
through every weight in one step. Adding a tiny number to `std` is not the cure: the same pixel, a
shade brighter in one test image, would be divided by that tiny number and come out enormous.

Test for equal values, not for `std == 0`: a deviation computed by hand may miss 0 by a rounding
error.

```python
>>> x = torch.full((6,), 0.3)
>>> ((x - x.mean()) ** 2).mean().sqrt()
tensor(2.9802e-08)
```

## Out of scope

Integer tensors, missing values, other scalings such as min and max.

## Read more

[torch.mean](https://docs.pytorch.org/docs/stable/generated/torch.mean.html),
[torch.std](https://docs.pytorch.org/docs/stable/generated/torch.std.html),
[torch.where](https://docs.pytorch.org/docs/stable/generated/torch.where.html),
[broadcasting](https://docs.pytorch.org/docs/stable/notes/broadcasting.html). Later, in the track on
modules, these statistics become part of a layer that is saved with its model.
"""

import torch


def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the mean and the standard deviation of each column of `train`, shape (N, D).

    The deviation divides by N. It is 1 where all values of a column are equal.

    >>> fit_stats(torch.tensor([[1.0, 7.0], [5.0, 7.0]]))
    (tensor([3., 7.]), tensor([2., 1.]))
    """
    # YOUR CODE HERE
    raise NotImplementedError


def apply(x: torch.Tensor, mean: torch.Tensor, std: torch.Tensor) -> torch.Tensor:
    """Standardise `x`, shape (..., D), by the given statistics, both (D,).

    Raises ValueError if the last dimension of `x` is not D.

    >>> apply(torch.tensor([7.0, 7.5]), torch.tensor([3.0, 7.0]), torch.tensor([2.0, 1.0]))
    tensor([2.0000, 0.5000])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def standardise(train: torch.Tensor, test: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return `train` (N, D) and `test` (M, D), standardised by what `train` alone tells.

    >>> standardise(torch.tensor([[1.0], [5.0]]), torch.tensor([[7.0]]))
    (tensor([[-1.],
            [ 1.]]), tensor([[2.]]))
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    torch.manual_seed(0)
    ages, counts = 50 + 10 * torch.randn(6), 250_000 + 20_000 * torch.randn(6)
    table = torch.stack([ages, counts, torch.full((6,), 0.3)], dim=1)
    train, test = standardise(table[:4], table[4:])
    print("training rows\n", train)
    print("mean of each column:", train.mean(0), "deviation:", train.std(0, correction=0))
    print("test rows, by the statistics of the training rows\n", test)
