# /// torchdojo
# title = "Cross entropy from logits"
# form = "module"
# start = "empty"
# difficulty = 2
# minutes = 30
# hints = [
#   """Write the logarithm of softmax as a difference of two terms. Which of them can overflow, \
#   and what can you take out of it first?""",
#   """Per row, with m its largest score: log-probability = z - m - log(sum(exp(z - m))). Then \
#   you need one column of each row, and `gather` takes the column numbers as a tensor with as \
#   many dimensions as the scores.""",
#   """`shifted = logits - logits.amax(1, keepdim=True)`; subtract from it the `log` of \
#   `shifted.exp().sum(1, keepdim=True)`. `gather(1, y[:, None])` picks the right class of each \
#   row; the loss is minus the mean of that. For pixels, `nn.CrossEntropyLoss` wants the \
#   classes in dimension 1: `movedim`.""",
# ]
# ///
"""# Cross entropy from logits

The loss of nearly every classifier, from digits to language models, is the same: minus the
logarithm of the probability that the network gave to the right class. A network that is sure and
right pays nothing; one that gave probability 0.001 to the truth pays about 7.

It looks like softmax followed by a logarithm. Written that way it breaks when a network is very
wrong: the probability of the right class is rounded to 0, its logarithm is `-inf`, and one such
example turns all weights into `nan`. Taken together, the two steps have nothing that can break.

## Goal

Write the loss so that scores of any size are fine, then use torch's own for images whose every
pixel has a class.

## Contract

- `cross_entropy(logits, y)`
  - *takes* finite scores `(N, K)`, floating point; class numbers `(N,)`, int64, from 0 to K - 1;
    `N >= 1`
  - *returns* the mean loss, a tensor without a dimension, in the dtype of `logits`
- `pixel_loss(scores, labels, ignore)`
  - *takes* scores `(B, H, W, K)` with the classes **last**; class numbers `(B, H, W)`, int64; a
    number
  - *returns* the mean loss over all pixels whose label is not `ignore`, computed by torch's own
    `nn.CrossEntropyLoss`

Rules:

- `cross_entropy` raises `ValueError` if `logits` is not `(N, K)` or `y` is not `(N,)`, and
  `TypeError` if `y` is not int64: probabilities or one-hot rows are not class numbers.
- Scores of 1000 and -1000 give right losses, and gradients flow back to the scores.
- `cross_entropy` also works on the device `meta`, where tensors have no values that could be read:
  it does without `.item()` and boolean masks.
- `cross_entropy` is written without torch's `cross_entropy`, `nll_loss`, `log_softmax`, `softmax`
  and `logsumexp`.

## The two steps in one

For one example with scores `z` and right class `y`, and for any number `m`:

    -log softmax(z)[y]  =  log(sum_k exp(z_k - m)) - (z_y - m)

With `m` as the largest score, one of the powers is `exp(0) = 1`. So the sum lies between 1 and `K`,
and its logarithm is always finite. A worked example with two classes, scores 0 and 200, where the
right class is the first one: `m = 200`, the sum is `exp(-200) + 1`, rounded to 1, its logarithm is
0, and the loss is `0 - (0 - 200) = 200`. Softmax would have given the first class `exp(-200)`,
which float32 rounds to 0.

## Picking one score per row

`logits[:, y]` is not what you want: it picks *all* the columns `y` for *every* row, a table
`N x N`.

```python
>>> t = torch.tensor([[10, 11, 12], [20, 21, 22]])
>>> t[:, torch.tensor([2, 0])]
tensor([[12, 10],
        [22, 20]])
>>> t.gather(1, torch.tensor([[2], [0]]))
tensor([[12],
        [20]])
```

## Where the classes are

`nn.CrossEntropyLoss` looks for the classes in dimension 1, whatever follows: `(N, K)`, `(N, K, L)`,
`(N, K, H, W)`. Many networks return them last. A `reshape` to the wanted shape runs, and mixes
pixels with classes; moving a dimension is not reshaping.

## Out of scope

Class weights, label smoothing, targets that are probabilities, `y` out of range.

## Read more

[nn.CrossEntropyLoss](https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html),
[torch.gather](https://docs.pytorch.org/docs/stable/generated/torch.gather.html),
[torch.movedim](https://docs.pytorch.org/docs/stable/generated/torch.movedim.html). Next: a
classifier from a textbook that gives this loss the wrong thing.
"""

# %%
import torch
from torch import nn


# %%
def cross_entropy(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return the mean cross entropy of the scores `logits`, (N, K), for the classes `y`, (N,).

    Raises ValueError for other shapes and TypeError if `y` is not int64.

    >>> cross_entropy(torch.tensor([[0.0, 200.0], [0.0, 0.0]]), torch.tensor([0, 1]))
    tensor(100.3466)
    """
    ### BEGIN SOLUTION
    if y.dtype != torch.int64:
        raise TypeError(f"class numbers are int64, not {y.dtype}")
    if logits.ndim != 2 or y.shape != logits.shape[:1]:
        raise ValueError(f"expected (N, K), (N,), got {tuple(logits.shape)}, {tuple(y.shape)}")
    shifted = logits - logits.amax(1, keepdim=True)
    log_probabilities = shifted - shifted.exp().sum(1, keepdim=True).log()
    return -log_probabilities.gather(1, y[:, None]).mean()
    ### END SOLUTION


# %%
def pixel_loss(scores: torch.Tensor, labels: torch.Tensor, ignore: int) -> torch.Tensor:
    """Return torch's mean cross entropy of `scores`, (B, H, W, K), for `labels`, (B, H, W).

    Pixels whose label is `ignore` do not count.

    >>> scores = torch.tensor([[[[0.0, 0.0], [9.0, 0.0]]]])  # one image of two pixels
    >>> pixel_loss(scores, torch.tensor([[[1, 255]]]), ignore=255)
    tensor(0.6931)
    """
    ### BEGIN SOLUTION
    return nn.CrossEntropyLoss(ignore_index=ignore)(scores.movedim(-1, 1), labels)
    ### END SOLUTION


# %% tags=["explore"]
wrong = torch.tensor([[0.0, 200.0]])
y = torch.tensor([0])
print("softmax, then log:", -torch.softmax(wrong, 1).log()[0, 0])
print("yours:            ", cross_entropy(wrong, y))
for classes in (2, 10, 1000):
    guess = cross_entropy(torch.zeros(1, classes), y)
    print(f"knowing nothing about {classes} classes costs {guess:.3f}")
