"""# Sums, means, norms: along which dimension?

A reduction makes many numbers into few: a mean, a norm, the index of the largest. Data sets,
batches and logits are tables, so every reduction has to say which way to go. The wrong way has the
right dtype, plausible values, and sometimes even the right shape: features are centred by the mean
of each *example*, predictions are picked across the batch instead of across the classes. Training
then works, only worse.

## Goal

Write four reductions that every training program has, each in the shape in which it will be used.

## Contract

All take a table `x` of shape `(N, D)`, with `N >= 1` and `D >= 1`. None changes it.

- `col_mean(x)`
  - *returns* the mean of each column (feature)
  - *shape* `(1, D)`, so that `x - col_mean(x)` is centred
  - *dtype* that of `x` if it is a floating one, else float32
- `row_norm(x)`
  - *returns* the Euclidean length of each row (example): the root of its sum of squares
  - *shape* `(N, 1)`, so that `x / row_norm(x)` fits
  - *dtype* that of `x`, a floating one
- `argmax_rows(x)`
  - *returns* for each row the index of its largest element, as predictions are made of logits;
    floats or whole numbers, however close
  - *shape* `(N,)`
  - *dtype* int64
- `normalise_rows(x)`
  - *returns* each row divided by its length; **a row of zeros stays zeros**, and rows that are only
    short, even of length 1e-15, come out with length 1 like all others
  - *shape* `(N, D)`
  - *dtype* that of `x`, a floating one

## The dimension you name disappears

```python
>>> sales = torch.tensor([[1, 2, 3],      # three weeks of the first shop
...                       [10, 20, 30]])  # and of the second
>>> sales.sum(dim=0)        # over the shops: one number per week
tensor([11, 22, 33])
>>> sales.sum(dim=1)        # over the weeks: one number per shop
tensor([ 6, 60])
>>> sales.sum(dim=1, keepdim=True)
tensor([[ 6],
        [60]])
```

Without `dim` everything is summed, to one number. NumPy says `axis` and `keepdims`; torch
understands both.

## Why keepdim

The shape `(2,)` of the totals does not fit beside the table: flush right it meets the three weeks,
and `sales / totals` raises. If the table were square, *columns* would silently be divided by the
totals of *rows*. With `keepdim=True` the shape is `(2, 1)`, and broadcasting does what you mean.

## What mean will not do

The mean of integers is seldom an integer, so `mean` refuses them:

```python
>>> sales.mean()
Traceback (most recent call last):
RuntimeError: mean(): could not infer output dtype. Input dtype must be either a floating point ...
```

## Division by zero

`0 / 0` is NaN. One empty document, one black image, and the NaN walks through the loss into every
weight. A small number added to all lengths hides it, and makes short rows too short: with a length
of 1e-6, adding 1e-6 halves the result. Treat the zero and leave the others alone.

## Out of scope

Ties for the largest element, NaN in the data, numbers whose squares leave the range of their dtype,
more than two dimensions, weighted means.

## Read more

[torch.mean](https://docs.pytorch.org/docs/stable/generated/torch.mean.html),
[torch.linalg.vector_norm](https://docs.pytorch.org/docs/stable/generated/torch.linalg.vector_norm.html),
[torch.argmax](https://docs.pytorch.org/docs/stable/generated/torch.argmax.html),
[torch.where](https://docs.pytorch.org/docs/stable/generated/torch.where.html). Next: means and
deviations of a training set, and what the test set must not see of them.
"""

import torch


def col_mean(x: torch.Tensor) -> torch.Tensor:
    """Return the mean of each column of `x`, shape (N, D), as (1, D).

    A floating dtype stays; all others give float32.

    >>> col_mean(torch.tensor([[1, 2], [4, 4]]))
    tensor([[2.5000, 3.0000]])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def row_norm(x: torch.Tensor) -> torch.Tensor:
    """Return the Euclidean length of each row of `x`, shape (N, D), as (N, 1).

    >>> row_norm(torch.tensor([[3.0, 4.0], [0.0, 2.0]]))
    tensor([[5.],
            [2.]])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def argmax_rows(x: torch.Tensor) -> torch.Tensor:
    """Return the index of the largest element of each row of `x`, shape (N, D): int64, (N,).

    >>> argmax_rows(torch.tensor([[0.1, 0.7], [3.0, -1.0]]))
    tensor([1, 0])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def normalise_rows(x: torch.Tensor) -> torch.Tensor:
    """Return `x`, shape (N, D), with every row divided by its length; rows of zeros stay zeros.

    >>> normalise_rows(torch.tensor([[3.0, 4.0], [0.0, 0.0]]))
    tensor([[0.6000, 0.8000],
            [0.0000, 0.0000]])
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    x = torch.tensor([[3.0, 4.0, 0.0], [0.0, 0.0, 0.0], [1.0, -2.0, 2.0]])
    print("column means:", col_mean(x).tolist())
    print("centred columns have the means", col_mean(x - col_mean(x)).tolist())
    print("row lengths:", row_norm(x).tolist())
    print("largest element of each row at", argmax_rows(x).tolist())
    print("normalised:", normalise_rows(x).tolist())
