"""# Softmax: scores into probabilities

The last layer of a classifier gives a score for every class. Softmax turns these scores, the
*logits*, into probabilities: all positive, summing to one, larger for larger scores. It also sits
in the middle of every attention layer, where it runs over a dimension that you choose.

The formula has two lines. Written down as it stands, it fails as soon as a network becomes sure of
itself: the loss turns into `nan`, and from then on so do all the weights.

## Goal

Write `softmax(z, dim)` so that it works along any dimension and for scores of any size.

## Contract

- `softmax(z, dim)`
  - *takes* a tensor of any shape with at least one dimension, of any floating-point dtype; `dim`
    may be negative
  - *returns* a new tensor, shape and dtype of `z`: `exp(z)` divided by the sum of `exp(z)` along
    `dim`

Rules:

- Scores of 1000 or -1000 give right answers, and a score of `-inf` gives probability 0 as long as
  one score of its group along `dim` is finite.
- Gradients flow back to `z`, and `z` itself stays as it was.
- No value is read back into Python (`.item()`, `if z.max() > ...`): on a graphics card each such
  look waits for all the work before it.
- Write the formula yourself: `softmax`, `log_softmax`, `softmin` and `logsumexp` of torch are not
  allowed here.

## Along a dimension

With `dim=0` every column of a matrix is a group that sums to one; with `dim=1` every row is.

| | column 0 | column 1 | column 2 | softmax along `dim=1` gives |
|---|---|---|---|---|
| row 0 | 0 | 0 | 0 | 1/3, 1/3, 1/3 |
| row 1 | 0 | log 2 | 0 | 1/4, 1/2, 1/4 |

A reduction such as `sum(dim)` removes the dimension, so its result no longer lines up with what you
want to divide. `keepdim=True` leaves the dimension there with size 1. Here the same with a mean:

```python
>>> t = torch.tensor([[1.0, 3.0], [10.0, 30.0], [0.0, 2.0]])
>>> t.mean(1).shape, t.mean(1, keepdim=True).shape
(torch.Size([3]), torch.Size([3, 1]))
>>> t - t.mean(1, keepdim=True)
tensor([[ -1.,   1.],
        [-10.,  10.],
        [ -1.,   1.]])
```

Worse than an error is the silent case: in a *square* matrix `t - t.mean(1)` runs, and takes the
mean of row `j` from column `j`.

## Numbers that are too large

In float32 `exp(89.0)` is already `inf`, and `inf / inf` is `nan`. In the other direction
`exp(-110.0)` is exactly 0, and `0 / 0` is `nan` too. Softmax does not care about a constant that is
added to all scores of a group, because it cancels in the fraction. So you are free to choose a
constant for which nothing overflows and at least one power in each group is not 0.

## Out of scope

Groups in which every score is `-inf`, scores of `+inf` or `nan`, integer tensors, empty groups.

## Read more

[torch.softmax](https://docs.pytorch.org/docs/stable/generated/torch.softmax.html),
[torch.amax](https://docs.pytorch.org/docs/stable/generated/torch.amax.html),
[broadcasting](https://docs.pytorch.org/docs/stable/notes/broadcasting.html).
Next: tanh, where the same powers overflow and the gradient has a trap of its own.
"""

import torch


def softmax(z: torch.Tensor, dim: int) -> torch.Tensor:
    """Return the probabilities of the scores `z` along `dim`: shape and dtype of `z`.

    Stable for scores of any size; gradients flow back to `z`.

    >>> softmax(torch.tensor([[1000.0, 1000.0], [0.0, -torch.inf]]), dim=1)
    tensor([[0.5000, 0.5000],
            [1.0000, 0.0000]])
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    scores = torch.tensor([[0.0, 0.0, 0.0], [0.0, 0.6931472, 0.0]])
    print(softmax(scores, dim=1), "is what you return for the table in the lesson")
    print(softmax(scores, dim=0).sum(0), "should be ones: each column is a group")

    sure = torch.tensor([[1000.0, 1001.0], [-1000.0, -999.0]])
    print(sure.exp() / sure.exp().sum(1, keepdim=True), "is the formula as it stands")
    print(softmax(sure, dim=1), "is yours")
