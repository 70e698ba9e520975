"""# ReLU, its relatives, and units that have died

A sigmoid or a tanh is flat on both sides, and a deep network of them learns slowly: each layer
makes the gradient smaller. ReLU, `max(0, z)`, is flat on one side only, and on the other its slope
is 1, however large `z` is. It costs one comparison. Most networks of the last fifteen years are
built with it or with one of its relatives.

The flat side has a price. A unit whose input is negative for *every* example outputs 0 for every
example, gets the gradient 0, and never changes again. It is *dead*. One step with too large a
learning rate can kill half a layer, without an error and without a nan: the loss just stops
falling.

## Goal

Write three activations with the right slopes, build a network with torch's own, and count its dead
units.

## Contract

The first three work element by element, by hand: torch's ReLUs, GELU and their like (`relu`,
`threshold`, `leaky_relu`, `prelu`, `gelu`, ...) are not allowed in them. They return a new tensor
of the same shape and dtype, float32 or float64, and leave `z` as it is. A nan stays nan, so that an
accident remains visible.

- `relu(z)`
  - *value* z where z > 0, else 0
  - *slope at 0* 0
- `leaky_relu(z, slope=0.01)`
  - *value* z where z > 0, else slope z; for any slope, also above 1
  - *slope at 0* `slope`
- `gelu(z)`
  - *value* z P(z), exactly: P(z) is the probability that a standard normal number is below z
  - *slope at 0* 1/2

Functions:

- `make_net(sizes)`
  - *takes* a list such as `[4, 6, 3]`: inputs, hidden units, outputs
  - *returns* an `nn.Sequential` of torch's own `nn.Linear` layers with an `nn.ReLU` of its own
    between two of them, none after the last; `ValueError` for fewer than two sizes
- `dead_units(model, batches)`
  - *takes* a module; an iterable of tensors `(B, D)`, at least one, the last one often smaller
  - *returns* a dictionary: for the name of each `nn.ReLU` in the model, as in
    `model.named_modules()`, a bool tensor `(units,)`, True where the unit's output is 0 (a nan is
    not) for **all** examples of **all** batches

For `dead_units`:

- The model is looked at in evaluation mode. Afterwards each module is in the mode in which it was,
  no hook is left behind, and no gradient has been recorded; also when the model raises an error for
  a batch.
- The outputs of all ReLUs have the shape `(B, units)`, and each ReLU is called once in a forward
  pass.

## A slope where there is none

ReLU has a corner at 0, and no derivative. Any number between 0 and 1 would do; torch takes 0, and
everybody who compares gradients has to know. Zeros are not rare: padding, borders of images, and
the outputs of a previous ReLU. Other ways to write the same *value* have different slopes there:

```python
>>> z = torch.zeros(1, requires_grad=True)
>>> torch.autograd.grad(torch.maximum(z, torch.zeros(1)), z)
(tensor([0.5000]),)
```

## GELU

Instead of cutting at 0, GELU weighs `z` by how likely a normal number is to be smaller:

    gelu(z) = z P(z)        P(z) = (1 + erf(z / sqrt(2))) / 2

`torch.erf` computes the integral. By hand for z = 1: about 84.13 % of all normal numbers are below
1, so gelu(1) = 0.8413, and below -1 there are 15.87 %, so gelu(-1) = -0.1587. A formula with tanh
is often used in its place; it is close, but not equal.

## Looking inside

A *forward hook* is a function that torch calls after a module has computed. This one prints shapes:

```python
>>> layer = nn.Linear(4, 2)
>>> handle = layer.register_forward_hook(lambda module, args, output: print(tuple(output.shape)))
>>> _ = layer(torch.zeros(7, 4))
(7, 2)
>>> handle.remove()
```

A hook that is made in a loop sees the loop's variable as it is *later*; bind it as a default
argument: `def hook(module, args, output, name=name)`.

## Out of scope

Convolutions, second derivatives, infinite inputs of GELU, other activations in the model, bringing
dead units back to life.

## Read more

[nn.ReLU](https://docs.pytorch.org/docs/stable/generated/torch.nn.ReLU.html),
[nn.LeakyReLU](https://docs.pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html),
[nn.GELU](https://docs.pytorch.org/docs/stable/generated/torch.nn.GELU.html),
[torch.where](https://docs.pytorch.org/docs/stable/generated/torch.where.html),
[forward hooks](https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.register_forward_hook).
Next: how the gradients of these functions fare in a deep network.
"""

import math
from collections.abc import Iterable
from itertools import pairwise

import torch
from torch import nn


def relu(z: torch.Tensor) -> torch.Tensor:
    """Return z where it is positive, else 0; the slope at 0 is 0, and nan stays nan.

    >>> relu(torch.tensor([-2.0, 3.0, torch.nan]))
    tensor([0., 3., nan])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def leaky_relu(z: torch.Tensor, slope: float = 0.01) -> torch.Tensor:
    """Return z where it is positive, else `slope` times z; the slope at 0 is `slope`.

    >>> leaky_relu(torch.tensor([-2.0, 3.0]), 0.5)
    tensor([-1.,  3.])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def gelu(z: torch.Tensor) -> torch.Tensor:
    """Return z times the probability that a standard normal number is below z.

    >>> gelu(torch.tensor([-1.0, 1.0]))
    tensor([-0.1587,  0.8413])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def make_net(sizes: list[int]) -> nn.Sequential:
    """Return linear layers of these sizes with an `nn.ReLU` between two of them.

    Raises ValueError for fewer than two sizes.

    >>> make_net([4, 6, 3])
    Sequential(
      (0): Linear(in_features=4, out_features=6, bias=True)
      (1): ReLU()
      (2): Linear(in_features=6, out_features=3, bias=True)
    )
    """
    # YOUR CODE HERE
    raise NotImplementedError


def dead_units(model: nn.Module, batches: Iterable[torch.Tensor]) -> dict[str, torch.Tensor]:
    """Return for each `nn.ReLU`, by name, which units are 0 for all examples of all batches.

    The values are bool tensors of shape (units,). The model is left as it was.

    >>> batches = [torch.tensor([[-1.0, -2.0], [-3.0, 4.0]]), torch.tensor([[-5.0, -6.0]])]
    >>> dead_units(nn.Sequential(nn.ReLU()), batches)
    {'0': tensor([ True, False])}
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    z = torch.tensor([-3.0, -0.5, 0.0, 0.5, 3.0], requires_grad=True)
    for function in (relu, leaky_relu, gelu):
        value = function(z)
        slopes = torch.autograd.grad(value.sum(), z)[0]
        print(f"{function.__name__:10} values {value.tolist()}\n{'':10} slopes {slopes.tolist()}")

    x = torch.randn(300, 2, generator=torch.Generator().manual_seed(1))
    y = x[:, :1] * x[:, 1:]
    for lr in (0.05, 0.2, 0.5):
        torch.manual_seed(0)
        model = make_net([2, 40, 40, 1])
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        for _ in range(50):
            optimizer.zero_grad()
            loss = nn.functional.mse_loss(model(x), y)
            loss.backward()
            optimizer.step()
        counts = {name: f"{units.sum()} of 40" for name, units in dead_units(model, [x]).items()}
        print(f"learning rate {lr}: loss {loss.item():.3f}, dead units {counts}")
