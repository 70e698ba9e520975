"""# Buffers: numbers that travel along

A network that was trained on standardised measurements needs the same means and deviations forever:
in the evaluation, in the program that serves it, on the machine of whoever loads it. Kept in a
notebook's variable, they get lost, and the network answers with confident nonsense.

So they belong *into* the model, as a layer. But they are not parameters: no optimizer may touch
them. For such numbers modules have a third kind of attribute, the *buffer*. Batch normalisation
keeps its running statistics in buffers, and attention its masks.

## Goal

Write a layer that measures data once and standardises from then on, and a layer with a fixed table
that is not worth saving.

## Contract

`Standardize(num_features)` is an `nn.Module` without parameters. Let D be `num_features`.

| attribute | is |
|---|---|
| `mean` | a buffer `(D,)`, at first 0 |
| `std` | a buffer `(D,)`, at first 1 |

- `layer.fit(x)`
  - *takes* `(N, D)`, `N >= 1`, floating point
  - writes mean and standard deviation **of each feature** into the buffers; divides by N, not N -
    1; where a feature has the same value in all rows, `std` becomes 1; returns nothing;
    `ValueError` for any other shape
- `layer(x)`
  - *takes* `(..., D)`
  - *returns* `(x - mean) / std`; measures nothing
- `layer.inverse(z)`
  - *takes* `(..., D)`
  - *returns* the numbers in their original units

Rules:

- `fit` leaves the dtype and the device of the buffers as they are, also if `x` has another dtype.
  It keeps no graph, even if `x` requires a gradient.
- Gradients flow through `layer(x)` to `x`.

`Window(length)` multiplies pieces of sound by `torch.hann_window(length)`, as is done before a
Fourier transform. It keeps this table in a buffer called `window` that is **not** part of the state
dict, since it can be computed again.

- `window(x)`
  - *takes* `(..., length)`, of the dtype of the table
  - *returns* `x` times the table, in the same shape

## Three kinds of attributes

| | in `parameters()` | in `state_dict()` | follows `.to()` |
|---|---|---|---|
| `nn.Parameter` | yes | yes | yes |
| buffer | no | yes | yes |
| buffer with `persistent=False` | no | no | yes |
| any other tensor | no | no | no |

Here is a layer that counts its calls, in a buffer, because a count is part of its state:

```python
>>> class Counter(nn.Module):
...     def __init__(self):
...         super().__init__()
...         self.register_buffer("calls", torch.tensor(0))
...     def forward(self, x):
...         self.calls += 1
...         return x
...
>>> counter = Counter()
>>> counter(1.0), counter(2.0)
(1.0, 2.0)
>>> dict(counter.state_dict())
{'calls': tensor(2)}
```

## Assigning or writing

`self.mean = x.mean(0)` also keeps a registered buffer registered. But the new tensor brings its own
dtype, its device, and its graph. `self.mean.copy_(...)` writes into the tensor that is there. It
broadcasts, though: a single number fills a buffer of any size, without a word.

## Out of scope

Running averages over batches, missing values, integer data.

## Read more

[Module.register_buffer](https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.register_buffer),
[torch.std](https://docs.pytorch.org/docs/stable/generated/torch.std.html),
[Tensor.copy_](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.copy_.html),
[torch.hann_window](https://docs.pytorch.org/docs/stable/generated/torch.hann_window.html). Next: a
layer that behaves differently in training and in evaluation.
"""

import torch
from torch import nn


class Standardize(nn.Module):
    """Standardises each feature by a mean and a deviation that were measured once.

    >>> layer = Standardize(2)
    >>> layer.fit(torch.tensor([[1.0, 7.0], [5.0, 7.0]]))
    >>> layer.mean, layer.std
    (tensor([3., 7.]), tensor([2., 1.]))
    >>> layer(torch.tensor([[4.0, 9.0]]))
    tensor([[0.5000, 2.0000]])
    >>> layer.inverse(torch.tensor([[0.5, 2.0]]))
    tensor([[4., 9.]])
    """

    mean: torch.Tensor
    std: torch.Tensor

    def __init__(self, num_features: int) -> None:
        """Register the buffers `mean`, zeros, and `std`, ones, both (num_features,)."""
        # YOUR CODE HERE
        raise NotImplementedError

    def fit(self, x: torch.Tensor) -> None:
        """Measure mean and standard deviation of each feature of `x`, (N, num_features).

        Raises ValueError for any other shape, and if there are no rows.
        """
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return `x`, (..., num_features), standardised by what was measured."""
        # YOUR CODE HERE
        raise NotImplementedError

    def inverse(self, z: torch.Tensor) -> torch.Tensor:
        """Return standardised numbers `z`, (..., num_features), in their original units."""
        # YOUR CODE HERE
        raise NotImplementedError


class Window(nn.Module):
    """Multiplies by a Hann window, which is not saved.

    >>> window = Window(4)
    >>> window(torch.tensor([2.0, 2.0, 2.0, 2.0])), window.state_dict()
    (tensor([0., 1., 2., 1.]), OrderedDict())
    """

    window: torch.Tensor

    def __init__(self, length: int) -> None:
        """Register the buffer `window`, (length,), outside the state dict."""
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return `x`, (..., length), times the window."""
        # YOUR CODE HERE
        raise NotImplementedError


if __name__ == "__main__":
    flowers = torch.tensor([[5.1, 0.2], [6.3, 1.8], [5.9, 1.3]])
    layer = Standardize(2)
    layer.fit(flowers)
    print("standardised:", layer(flowers))
    print("and back:", layer.inverse(layer(flowers)))
    print("saved:", layer.state_dict())
    print("to learn:", list(layer.parameters()))
    print("saved by Window:", Window(4).state_dict())
