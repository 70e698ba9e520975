"""# Ragged sequences in one batch

Sentences, recordings and tracks have as many steps as they have. A tensor has the same number in
every row. So sequences of a batch are *padded* to one length, and a *mask* says which positions are
real and which are only there to fill up.

The padding is a lie that everything downstream has to know of: a mean that counts it is too small,
a loss that counts it trains the model to predict nothing. And it costs: padding every batch to the
longest sequence of the whole data set can easily take ten times the work of padding each batch to
its own.

## Goal

Write the function that makes a batch of ragged sequences, one that takes a mean over what is real,
and hand the first to the real `DataLoader`.

## Contract

An example is a pair `(sequence, label)`: a tensor of shape `(L, ...)`, whose length `L` differs
from example to example and may be 0, and an int.

- `collate(examples, fill=0)`
  - *takes* a list of B examples; the number to pad with
  - *returns* a tuple `(padded, mask, lengths, labels)`, as below. `ValueError` if there are no
    examples, or if sequences differ in more than their length (in dtype, for example)
- `masked_mean(padded, mask)`
  - *takes* a floating tensor of shape `(B, L, ...)`; a bool tensor of shape `(B, L)`
  - *returns* shape `(B, ...)`, the dtype of `padded`: the mean over the real positions of each row,
    wherever they are, 0 where there are none
- `make_loader(dataset, batch_size, fill=0)`
  - *takes* a dataset of examples
  - *returns* a `DataLoader` that gives them in order, in batches made by `collate` with this `fill`

The batch:

- `padded`: each sequence at the beginning of its row, then `fill`
  - *shape* `(B, longest of this batch, ...)`
  - *dtype* that of the sequences
- `mask`: True where `padded` is real
  - *shape* `(B, longest)`
  - *dtype* bool
- `lengths`
  - *shape* `(B,)`
  - *dtype* int64
- `labels`
  - *shape* `(B,)`
  - *dtype* int64

Rules:

- Examples keep their order. The sequences themselves are not changed.
- What is in the padding never matters to `masked_mean`, nor to its gradients: not even NaN. What is
  real always counts, NaN and infinity as well.

## Real zeros

Three sequences of tokens, with 0 as a token like any other, and 0 as `fill`:

| sequence | in `padded` | in `mask` |
|---|---|---|
| 5 0 7 | 5 0 7 | T T T |
| 0 | 0 0 0 | T F F |
| 4 0 | 4 0 0 | T T F |

The rows for `0` and for an empty sequence look alike. Only the lengths tell them apart.

## What `DataLoader` does by itself

```python
>>> from torch.utils.data import DataLoader
>>> pairs = [(torch.ones(3), 0), (torch.ones(2), 1)]
>>> next(iter(DataLoader(pairs, batch_size=2)))
Traceback (most recent call last):
  ...
RuntimeError: stack expects each tensor to be equal size, but got [3] at entry 0 and [2] at entry 1
```

Its own way to make a batch is to stack. `collate_fn` is the function that is called instead, with a
list of examples. `functools.partial` adapts a function that needs more arguments.

## Out of scope

Sorting by length, packed sequences, nested tensors, padding at the front, a `fill` that the dtype
cannot hold, sequences on a GPU.

## Read more

[torch.utils.data,
collate_fn](https://docs.pytorch.org/docs/stable/data.html#working-with-collate-fn),
[Tensor.new_full](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.new_full.html),
[pad_sequence](https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pad_sequence.html),
[Tensor.masked_fill](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.masked_fill.html).
Next: examples that are kept back, so that the model can be judged on them.
"""

from collections.abc import Sequence
from functools import partial

import torch
from torch.utils.data import DataLoader, Dataset

Example = tuple[torch.Tensor, int]
Batch = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]


def collate(examples: Sequence[Example], fill: float = 0) -> Batch:
    """Pad the sequences to the longest of them; return them with mask, lengths and labels.

    >>> examples = [(torch.tensor([5, 0, 7]), 1), (torch.tensor([4]), 0)]
    >>> padded, mask, lengths, labels = collate(examples, fill=9)
    >>> padded
    tensor([[5, 0, 7],
            [4, 9, 9]])
    >>> mask
    tensor([[ True,  True,  True],
            [ True, False, False]])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def masked_mean(padded: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """The mean over the real positions of each row; 0 where there are none.

    >>> mask = torch.tensor([[True, True, False], [False, False, True]])
    >>> masked_mean(torch.tensor([[1.0, 3.0, 9.0], [9.0, 9.0, 4.0]]), mask)
    tensor([2., 4.])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def make_loader(dataset: Dataset[Example], batch_size: int, fill: float = 0) -> DataLoader[Batch]:
    """A loader whose batches are made by `collate`.

    >>> examples = [(torch.ones(n), n) for n in (2, 1, 4)]
    >>> [tuple(padded.shape) for padded, *_ in make_loader(examples, batch_size=2)]
    [(2, 2), (1, 4)]
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    # Four sequences of characters as numbers, and the share of each batch that is only padding.
    words = ["a", "batch", "of", "words", "is", "ragged", "oh", "incomprehensibly"]
    examples = [(torch.tensor([ord(c) for c in word]), len(word) % 2) for word in words]
    for batch_size in (2, 4, 8):
        masks = [mask for _, mask, _, _ in make_loader(examples, batch_size)]
        share = 1 - sum(int(mask.sum()) for mask in masks) / sum(mask.numel() for mask in masks)
        print(f"batches of {batch_size}: {share:.0%} padding")
