# /// torchdojo
# title = "Cat or stack"
# form = "module"
# start = "empty"
# difficulty = 1
# minutes = 20
# hints = [
#   """Compare the number of dimensions before and after. Where it stays the same, pieces are \
#   laid end to end; where there is one more, a new dimension has to come from somewhere.""",
#   """`torch.cat` joins along a dimension that exists, `torch.stack` along a new one; for \
#   both, `dim` says where it is in the *result*. A vector needs a second dimension before it \
#   can stand beside a table.""",
#   """`all_rows` and `side_by_side` are `torch.cat` with dims 0 and 1, the other two are \
#   `torch.stack` with dims 0 and 1. `vector[:, None]` is one column; `ndim` tells vectors from \
#   tables. A set of the dtypes, or of the lengths, tells whether they differ.""",
# ]
# ///
"""# Cat or stack

A dataset gives out one image at a time, a loader has to make a batch of them. Predictions come in
batch by batch, and are wanted as one tensor at the end. Features from three sources are to stand
beside each other in one table. All of this is `torch.cat` or `torch.stack`, along one dimension or
another, and a wrong choice often gives a tensor that the next layer accepts without a word.

## Goal

Join lists of tensors to four layouts that every training program needs.

## Contract

Every list holds at least one tensor, and all its tensors have the same dtype where nothing else is
said.

- `batch_of(images)`
  - *takes a list of* N images, each `(C, H, W)`
  - *returns* one tensor `(N, C, H, W)`
- `all_rows(batches)`
  - *takes a list of* batches `(n, ...)`; n differs, may be 0, the other sizes are the same
  - *returns* one tensor `(sum of all n, ...)`, rows in order; `TypeError` if the dtypes differ,
    those of empty batches included
- `side_by_side(tables)`
  - *takes a list of* tables `(N, d)`, d differs, and vectors `(N,)` that count as one column; N may
    be 0, dtypes may differ
  - *returns* one table `(N, sum of all d)`, columns in order, in the dtype that torch promotes to;
    `ValueError` if the numbers of rows differ
- `time_major(sequences)`
  - *takes a list of* N sequences, each `(T, D)`
  - *returns* one tensor `(T, N, D)`: element `[t, n]` is step t of sequence n, the layout that
    `nn.LSTM` expects by default

`all_rows` copies each row once, not again for every batch that follows; what it returns shares no
memory with a batch. No function changes the list or its tensors.

## Two ways to join

Take two rows of three numbers:

```python
>>> a, b = torch.tensor([1, 2, 3]), torch.tensor([7, 8, 9])
>>> torch.cat([a, b])
tensor([1, 2, 3, 7, 8, 9])
>>> torch.stack([a, b])
tensor([[1, 2, 3],
        [7, 8, 9]])
```

`cat` makes an existing dimension longer: the pieces may differ in that dimension, and only there.
`stack` makes a new dimension, so all pieces must have exactly the same shape.

The new dimension is where you want it. It is *not* something to be mended by `reshape` afterwards:
`reshape` keeps the order of the numbers in memory, so the shape is as wished and the content is
scrambled.

## Labels that turn into floats

```python
>>> torch.cat([torch.tensor([2, 0]), torch.tensor([1.0])])
tensor([2., 0., 1.])
```

Where dtypes differ, torch promotes to the larger kind. For columns of a table that is welcome: an
integer age may stand beside a height in metres. For rows it is a sign that something went wrong
earlier: class labels should never become floats, and `nn.CrossEntropyLoss` will refuse them, far
from the cause.

## One copy is enough

`result = torch.cat([result, batch])` in a loop copies everything that is already there, again and
again: a thousand batches are copied five hundred times over. Collect first, join once.

## Out of scope

Padding sequences of different lengths, gradients, joining along the last dimension in general.

## Read more

[torch.cat](https://docs.pytorch.org/docs/stable/generated/torch.cat.html),
[torch.stack](https://docs.pytorch.org/docs/stable/generated/torch.stack.html),
[torch.column_stack](https://docs.pytorch.org/docs/stable/generated/torch.column_stack.html),
[type promotion](https://docs.pytorch.org/docs/stable/tensor_attributes.html#type-promotion-doc).
Next: picking single elements out of what has been joined.
"""

# %%
import torch

Pieces = list[torch.Tensor]


# %%
def batch_of(images: Pieces) -> torch.Tensor:
    """Make a batch (N, C, H, W) of N images, each (C, H, W).

    >>> batch_of([torch.zeros(3, 4, 5)]).shape
    torch.Size([1, 3, 4, 5])
    """
    ### BEGIN SOLUTION
    return torch.stack(images)
    ### END SOLUTION


# %%
def all_rows(batches: Pieces) -> torch.Tensor:
    """Put batches, each (n, ...) with its own n, below each other: shape (sum of n, ...).

    Raises TypeError if the dtypes differ.

    >>> all_rows([torch.tensor([2, 0, 1]), torch.tensor([1])])
    tensor([2, 0, 1, 1])
    """
    ### BEGIN SOLUTION
    dtype, *others = {batch.dtype for batch in batches}
    if others:
        raise TypeError(f"rows of different kinds: {dtype} and {others}")
    return torch.cat(batches)
    ### END SOLUTION


# %%
def side_by_side(tables: Pieces) -> torch.Tensor:
    """Put tables (N, d) and vectors (N,) beside each other: shape (N, sum of d).

    Raises ValueError if the numbers of rows differ.

    >>> side_by_side([torch.tensor([31, 64]), torch.tensor([[2, 0], [1, 5]])])
    tensor([[31,  2,  0],
            [64,  1,  5]])
    """
    ### BEGIN SOLUTION
    rows, *others = {len(table) for table in tables}
    if others:
        raise ValueError(f"tables of {rows} rows and of {others}")
    return torch.cat([t[:, None] if t.ndim == 1 else t for t in tables], dim=1)
    ### END SOLUTION


# %%
def time_major(sequences: Pieces) -> torch.Tensor:
    """Join N sequences, each (T, D), to one tensor (T, N, D).

    >>> time_major([torch.tensor([[1], [2]]), torch.tensor([[3], [4]])]).tolist()
    [[[1], [3]], [[2], [4]]]
    """
    ### BEGIN SOLUTION
    return torch.stack(sequences, dim=1)
    ### END SOLUTION


# %% tags=["explore"]
images = [torch.full((3, 4, 5), float(i)) for i in range(2)]
print("a batch of images:", list(batch_of(images).shape))
print("all predictions:", all_rows([torch.tensor([2, 0, 1]), torch.tensor([1])]))
print("a table:", side_by_side([torch.tensor([31, 64]), torch.tensor([[1.7, 0.2], [1.6, 0.9]])]))
print("step 0 of both sequences:", time_major([torch.eye(3), 2 * torch.eye(3)])[0])
