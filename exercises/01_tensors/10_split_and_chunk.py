"""# Split, chunk, interleave

A batch is cut into pieces whenever work is shared: micro-batches that fit into memory, folds of a
cross-validation, one part for each process of parallel training. Losing the last rows there, or
getting fewer pieces than there are workers, is a bug that no error message tells you about.

## Goal

Write three functions that cut and join tensors along their first dimension.

## Contract

- `split_even(t, n)`
  - *takes* a tensor of shape `(N, ...)`, a number `n >= 1`
  - *returns* a list of **exactly** `n` tensors, in order, whose sizes differ by at most one; the
    larger ones come first; some are empty if `N < n`
- `split_sizes(t, sizes)`
  - *takes* a tensor of shape `(N, ...)`, a list of sizes
  - *returns* a list of tensors with these sizes, in order; `ValueError` if the sizes do not sum to
    `N`
- `interleave(a, b)`
  - *takes* two tensors of the same shape `(N, ...)` and dtype
  - *returns* one tensor `(2N, ...)` of that dtype: row 0 of `a`, row 0 of `b`, row 1 of `a`, ...

All pieces of `split_even` and `split_sizes` keep the dtype. They are **copies**: changing a piece
must not change `t`. No function changes its arguments.

## What `chunk` really does

`torch.chunk(t, n)` computes a size, rounded up, and cuts pieces of that size until nothing is
left. So it may return *fewer* than `n` pieces:

```python
>>> [len(piece) for piece in torch.arange(5).chunk(4)]
[2, 2, 1]
```

Three pieces for four workers: the fourth waits forever. `torch.split(t, size)` is the sibling that
takes a size, or a list of sizes.

## Views

The pieces that `split` and `chunk` return are *views*: they share memory with `t`.

```python
>>> t = torch.zeros(4)
>>> t.chunk(2)[0].fill_(7.0)
tensor([7., 7.])
>>> t
tensor([7., 7., 0., 0.])
```

`clone()` makes a copy with memory of its own.

## Out of scope

Dimensions other than the first, negative sizes, gradients.

## Read more

[torch.split](https://docs.pytorch.org/docs/stable/generated/torch.split.html),
[torch.chunk](https://docs.pytorch.org/docs/stable/generated/torch.chunk.html),
[torch.tensor_split](https://docs.pytorch.org/docs/stable/generated/torch.tensor_split.html),
[torch.stack](https://docs.pytorch.org/docs/stable/generated/torch.stack.html).
What you write here comes back when a batch is shared among processes.
"""

import torch


def split_even(t: torch.Tensor, n: int) -> list[torch.Tensor]:
    """Cut `t`, shape (N, ...), into exactly `n` pieces whose sizes differ by at most one.

    The larger pieces come first. The pieces are copies.

    >>> split_even(torch.arange(5), 4)
    [tensor([0, 1]), tensor([2]), tensor([3]), tensor([4])]
    """
    # YOUR CODE HERE
    raise NotImplementedError


def split_sizes(t: torch.Tensor, sizes: list[int]) -> list[torch.Tensor]:
    """Cut `t`, shape (N, ...), into pieces of the given `sizes`; the pieces are copies.

    Raises ValueError if the sizes do not sum to N.

    >>> split_sizes(torch.arange(5), [3, 0, 2])
    [tensor([0, 1, 2]), tensor([], dtype=torch.int64), tensor([3, 4])]
    """
    # YOUR CODE HERE
    raise NotImplementedError


def interleave(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Return the rows of `a` and `b`, both (N, ...), in turn: shape (2N, ...).

    >>> interleave(torch.tensor([1, 2]), torch.tensor([-1, -2]))
    tensor([ 1, -1,  2, -2])
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    t = torch.arange(10).reshape(5, 2)
    print([len(piece) for piece in t.chunk(4)], "is what chunk returns")
    print([len(piece) for piece in split_even(t, 4)], "is what you return")
    print(interleave(t, -t))
