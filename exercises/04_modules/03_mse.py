"""# Mean squared error that refuses to broadcast

A network that predicts one number per example returns a column, shape `(N, 1)`. The targets come
out of a file as `(N,)`. Subtract them, and PyTorch does what it always does with shapes that can be
broadcast: it makes an `N x N` table of every prediction against every target. The mean of its
squares is a number, it has gradients, and it falls during training. The network learns to predict
the average target, for every example alike.

torch's own loss warns about it, once; a loss of your own says nothing. On a line with a little
noise the loss stops at the variance of the targets, where the right one gets close to 0.

## Goal

Write the loss so that this cannot happen, then use torch's own with a network's column.

## Contract

- `mse(pred, y, reduction="mean")`
  - *takes* two tensors of **the same shape**, any shape, floating point
  - *returns* the squared differences: averaged over all elements (`"mean"`) or summed (`"sum"`),
    both without a dimension; or one by one (`"none"`), in the shape of `pred`
- `mse_of_column(column, y, reduction="mean")`
  - *takes* a network's output `(N, 1)` and targets `(N,)`, `N >= 1`
  - *returns* the same for these pairs, computed by torch's own `nn.MSELoss`; with `"none"` the
    shape is `(N,)`

Rules:

- Both raise `ValueError` if the shapes are not exactly these, also where broadcasting would work,
  and for any other `reduction`, of which `mse_of_column` may leave the judgement to `nn.MSELoss`.
- Gradients flow back to the predictions.
- `mse` does without `nn.MSELoss` and `F.mse_loss`; `mse_of_column` has to call `nn.MSELoss`.

## What broadcasting makes of it

Three predictions in a column, and targets that are the same three numbers. Here is the *absolute*
difference, which has the same trap:

```python
>>> column, y = torch.tensor([[1.0], [2.0], [4.0]]), torch.tensor([1.0, 2.0, 4.0])
>>> (column - y).abs()
tensor([[0., 1., 3.],
        [1., 0., 2.],
        [3., 2., 0.]])
>>> (column - y).abs().mean()
tensor(1.3333)
```

Every prediction is right, and the mean absolute error is 1.33. Only the diagonal was meant.

## A batch of one

`squeeze()` without an argument removes *every* dimension of size 1. For a last batch that holds one
example it turns `(1, 1)` into `()`, and the batch is gone. `squeeze(1)` removes that dimension or
none.

## Mean or sum

With `"sum"` the gradient grows with the size of the batch, so a learning rate that suits 32
examples is too large for 64. With `"mean"` it does not. Both are useful, and a mix-up is hard to
see: the network still learns, at a different speed.

## Out of scope

Weights for examples, integer tensors, predictions of more than one number in `mse_of_column`.

## Read more

[nn.MSELoss](https://docs.pytorch.org/docs/stable/generated/torch.nn.MSELoss.html),
[broadcasting](https://docs.pytorch.org/docs/stable/notes/broadcasting.html),
[torch.squeeze](https://docs.pytorch.org/docs/stable/generated/torch.squeeze.html).
Next: the loss for classes.
"""

import torch
from torch import nn


def mse(pred: torch.Tensor, y: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    """Return the squared differences of `pred` and `y`, averaged, summed or one by one.

    Raises ValueError if the shapes differ, or if `reduction` is not "mean", "sum" or "none".

    >>> mse(torch.tensor([1.0, 5.0]), torch.tensor([1.0, 2.0]))
    tensor(4.5000)
    """
    # YOUR CODE HERE
    raise NotImplementedError


def mse_of_column(column: torch.Tensor, y: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    """Return the loss of a network's output `column`, (N, 1), for the targets `y`, (N,).

    Raises ValueError for any other shapes, and for an unknown `reduction`.

    >>> mse_of_column(torch.tensor([[1.0], [5.0]]), torch.tensor([1.0, 2.0]), "none")
    tensor([0., 9.])
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    torch.manual_seed(0)
    x = torch.linspace(-1, 1, 20)
    y = 3 * x + 1 + 0.1 * torch.randn(20)
    column = (3 * x + 1)[:, None]
    print("broadcast:    ", ((column - y) ** 2).mean())
    print("mse_of_column:", mse_of_column(column, y))
    try:
        mse(column, y)
    except ValueError as error:
        print("mse says:     ", error)
