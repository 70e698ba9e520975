"""# Same numbers, another shape

Layers insist on a layout. A recurrent network wants time first unless you say otherwise, a linear
layer wants everything in one last dimension, attention wants its heads beside the batch. So between
two layers there is often one line that changes the shape. If that line is wrong, the shapes still
fit, nothing raises, and training goes on with the words of one sentence mixed into another. The
loss falls more slowly, and that is all you see.

## Goal

Write four changes of shape that real models contain, each so that every number ends up where it
belongs.

## Contract

- `to_batch_first(x)`
  - *takes* a batch of sequences with the time first, `(T, B, ...)`: `x[t, b]` is step `t` of
    sequence `b`
  - *returns* the same with the batch first, `(B, T, ...)`
- `merge_last_two(x)`
  - *takes* a tensor `(..., H, W)` of two dimensions or more, also one that is not contiguous, also
    an empty batch
  - *returns* `(..., H * W)`: each row of `W` numbers behind the one before
- `swap(x, i, j)`
  - *takes* a tensor, and two dimensions, which may be negative
  - *returns* a **view** of `x` with the dimensions `i` and `j` exchanged: no number is copied
- `split_heads(x, heads)`
  - *takes* features `(B, T, C)`, also an empty batch, and a number of heads, 1 or more; head 0 owns
    the first `C / heads` features, and so on
  - *returns* `(B, heads, T, C / heads)`. `ValueError` if `heads` does not divide `C`

The dtype stays. No function changes its argument.

## Reshape is not transpose

A tensor is a row of numbers in memory, and a shape that says how to read it. `reshape` and `view`
keep the order in memory and change only where lines break. `transpose` and `permute` keep what
belongs to which index, and change the order.

```python
>>> x = torch.tensor([[1, 2, 3], [4, 5, 6]])
>>> x.reshape(3, 2)
tensor([[1, 2],
        [3, 4],
        [5, 6]])
>>> x.transpose(0, 1)
tensor([[1, 4],
        [2, 5],
        [3, 6]])
```

Both have the shape (3, 2). If the rows of `x` are two sequences of three steps, only the second
result keeps the steps of a sequence together, in a column. A test of the shape alone accepts both.

## View or copy

`transpose` is free: it returns a view, another way to walk through the same memory. The walk is no
longer in the order of memory, and the tensor is called *not contiguous*. Such a tensor cannot
always be read as another shape without moving numbers:

| call | on a tensor that is not contiguous |
|---|---|
| `x.view(shape)` | raises `RuntimeError` where numbers would have to move |
| `x.reshape(shape)`, `x.flatten()` | copy then, and only then |
| `x.contiguous()` | copies |

## What -1 means

In `reshape`, one size may be -1: "whatever is left". It is worked out from the number of elements,
so an empty tensor gives no answer, and in the wrong place it takes in a dimension that should have
stayed: `images.reshape(-1, H * W)` of `(B, C, H, W)` mixes batch and channels.

## Out of scope

Images in the memory format `channels_last`, `einops`, named tensors.

## Read more

[Tensor views](https://docs.pytorch.org/docs/stable/tensor_view.html),
[torch.reshape](https://docs.pytorch.org/docs/stable/generated/torch.reshape.html),
[torch.transpose](https://docs.pytorch.org/docs/stable/generated/torch.transpose.html),
[torch.permute](https://docs.pytorch.org/docs/stable/generated/torch.permute.html),
[torch.flatten](https://docs.pytorch.org/docs/stable/generated/torch.flatten.html).
Next: dimensions of size one, and the batch that happens to have one example.
"""

import torch


def to_batch_first(x: torch.Tensor) -> torch.Tensor:
    """Return the sequences `x`, shape (T, B, ...), with the batch first: shape (B, T, ...).

    >>> to_batch_first(torch.tensor([[10, 20], [11, 21], [12, 22]]))
    tensor([[10, 11, 12],
            [20, 21, 22]])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def merge_last_two(x: torch.Tensor) -> torch.Tensor:
    """Return `x`, shape (..., H, W), with its last two dimensions joined: shape (..., H * W).

    >>> merge_last_two(torch.tensor([[1, 2], [3, 4]]))
    tensor([1, 2, 3, 4])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def swap(x: torch.Tensor, i: int, j: int) -> torch.Tensor:
    """Return a view of `x` in which the dimensions `i` and `j` have changed places.

    >>> swap(torch.zeros(2, 3, 4), 0, -1).shape
    torch.Size([4, 3, 2])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    """Cut the features of `x`, shape (B, T, C), into heads: shape (B, heads, T, C / heads).

    Raises ValueError if `heads` does not divide C.

    >>> split_heads(torch.tensor([[[1, 2, 3, 4]]]), 2).tolist()
    [[[[1, 2]], [[3, 4]]]]
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    # Three steps of two sequences: the tens name the sequence, the ones the step.
    x = torch.tensor([[10, 20], [11, 21], [12, 22]])
    print("reshape mixes the sequences:", x.reshape(2, 3).tolist())
    print("your sequences:             ", to_batch_first(x).tolist())
    print("heads:", split_heads(torch.arange(12).reshape(1, 2, 6), 3).tolist())
