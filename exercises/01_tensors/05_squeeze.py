"""# Dimensions of size one

The same five numbers may have the shape `(5,)`, `(5, 1)` or `(1, 5)`. Models and losses care. A
linear layer with one output gives `(N, 1)`; the targets in your table are `(N,)`; subtract one from
the other and you get `(N, N)` and a loss that is silently wrong. A network wants a batch, even if
there is one image.

So you add and remove dimensions of size one all day. The danger is a batch that has size one *by
accident*: the last batch of an epoch, the single image of a user. A program that squeezes a bit too
much runs well for weeks, until the data set has 1025 examples and batches of 32.

## Goal

Write three functions that add and remove exactly the dimension that is meant.

## Contract

- `column(t)`
  - *takes* targets, `(N,)` or already `(N, 1)`
  - *returns* `(N, 1)`. `ValueError` for every other shape
- `drop_channel(images)`
  - *takes* grey images with their channel, `(N, 1, H, W)`
  - *returns* `(N, H, W)`. `ValueError` if there are not exactly four dimensions and one channel
- `score_one(model, image)`
  - *takes* a model that takes batches, `(N, C, H, W)` to `(N, K)`, and one image `(C, H, W)`
  - *returns* the scores of that image, `(K,)`, also for `K = 1`

Every size may be 1: the batch, the height, the width, the number of classes. The dtype stays.
No function changes its arguments.

## Three ways to squeeze

```python
>>> t = torch.zeros(1, 1, 28, 1)
>>> t.squeeze().shape          # every dimension of size one, the batch too
torch.Size([28])
>>> t.squeeze(-1).shape        # the last one only
torch.Size([1, 1, 28])
>>> t.squeeze(2).shape         # 28 is not 1: nothing happens, and nothing is said
torch.Size([1, 1, 28, 1])
```

The first eats the batch. The third is the quiet one: an RGB image passes through a function called
`drop_channel` and comes out with all its channels. Indexing, `t[:, 0]`, is no better there: it
takes the red channel for the whole image.

`unsqueeze(dim)` is the way back. Its `dim` is the place of the new dimension in the *result*: 0 is
in front, -1 at the end. `t[None]` and `t[:, None]` are short forms of it.

## Out of scope

Channels that are averaged to grey, models in the wrong mode, broadcasting (that comes next).

## Read more

[torch.squeeze](https://docs.pytorch.org/docs/stable/generated/torch.squeeze.html),
[torch.unsqueeze](https://docs.pytorch.org/docs/stable/generated/torch.unsqueeze.html),
[indexing with None](https://docs.pytorch.org/docs/stable/tensor_view.html).
Next: what torch does by itself with dimensions of size one.
"""

import torch
from torch import nn


def column(t: torch.Tensor) -> torch.Tensor:
    """Return the targets `t`, shape (N,) or (N, 1), as a column: shape (N, 1).

    Raises ValueError for every other shape.

    >>> column(torch.tensor([3, 5]))
    tensor([[3],
            [5]])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def drop_channel(images: torch.Tensor) -> torch.Tensor:
    """Return grey `images`, shape (N, 1, H, W), without their channel: shape (N, H, W).

    Raises ValueError if there are not four dimensions, or not one channel.

    >>> drop_channel(torch.zeros(1, 1, 28, 28)).shape
    torch.Size([1, 28, 28])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def score_one(model: nn.Module, image: torch.Tensor) -> torch.Tensor:
    """Return what `model`, made for batches, says about one `image`: (C, H, W) to (K,).

    >>> score_one(nn.Flatten(), torch.tensor([[[1.0, 2.0]]]))
    tensor([1., 2.])
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    predictions, targets = torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([1.0, 2.0, 3.0])
    print("(3, 1) minus (3,) has the shape", tuple((predictions - targets).shape))
    print("with your column:", tuple((predictions - column(targets)).shape))
    last_batch = torch.zeros(1, 1, 28, 28)
    print(
        "bare squeeze:",
        tuple(last_batch.squeeze().shape),
        "| yours:",
        tuple(drop_channel(last_batch).shape),
    )
    model = nn.Sequential(nn.Flatten(), nn.Linear(28 * 28, 10))
    print("scores of one image:", tuple(score_one(model, last_batch[0]).shape))
