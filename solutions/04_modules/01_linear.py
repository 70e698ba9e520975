# /// torchdojo
# title = "A linear layer of your own"
# form = "module"
# start = "empty"
# difficulty = 2
# minutes = 30
# hints = [
#   """How does a module know which of its attributes an optimizer may change? And what must \
#   have happened before the first of them is assigned?""",
#   """Call `super().__init__()` first, then wrap both tensors in `nn.Parameter`. The weight \
#   has one row per output, so `x` has to meet its transpose. \
#   `register_parameter(\"bias\", None)` says that there is none.""",
#   """`torch.empty(out_features, in_features).uniform_(-k, k)` has the right shape and range. \
#   `x @ self.weight.T` works for any number of leading dimensions; add the bias if there is \
#   one. In `to_torch`, make the layer with `bias=layer.bias is not None`, then load the state \
#   dict.""",
# ]
# ///
"""# A linear layer of your own

Every network of this collection, and nearly every layer of a transformer, rests on one formula:
multiply by a matrix, add a vector. `nn.Linear` wraps it in a *module*, and what the module adds is
worth more than the formula: the optimizer finds the numbers that it may change, `state_dict()`
finds those to save, and `.to(device)` finds those to move.

All three look in the same place. A tensor that is not registered there is skipped by all three,
without an error. The network runs, and does not learn.

## Goal

Write the layer yourself as an `nn.Module`, then turn it into torch's own `nn.Linear`.

## Contract

`MyLinear(in_features, out_features, bias=True)` is an `nn.Module`, written without `nn.Linear` and
`F.linear`.

- `weight`: a parameter of shape `(out_features, in_features)`
- `bias`: a parameter of shape `(out_features,)`, or `None` if the layer was made with `bias=False`

Rules:

- Both start with numbers spread evenly between `-k` and `k`, where `k = 1 / sqrt(in_features)`,
  from torch's global generator.
- There are no other parameters and no buffers.

Calls:

- `layer(x)`
  - *takes* a tensor of shape `(..., in_features)` with any number of leading dimensions
  - *returns* `(..., out_features)`: each vector times the transposed weight, plus the bias;
    `ValueError` if the last dimension is not `in_features`
- `to_torch(layer)`
  - *takes* a `MyLinear`, of any floating-point dtype, with or without a bias
  - *returns* a `torch.nn.Linear` that computes the same: parameters of the same dtype, on the same
    device, with the same values, as **copies**

## What a module notices

`nn.Module` watches every assignment to one of its attributes. An `nn.Parameter` goes into its table
of parameters, another module into its table of children. Any other value becomes an ordinary
attribute. A layer that only scales its input shows the difference:

```python
>>> class Scale(nn.Module):
...     def __init__(self, size):
...         super().__init__()
...         self.factor = nn.Parameter(torch.ones(size))
...         self.forgotten = torch.ones(size, requires_grad=True)
...
>>> [name for name, _ in Scale(3).named_parameters()]
['factor']
```

The tables are made by `nn.Module.__init__`. So it has to run before the first assignment.

## Rows of the weight

`weight` has a row for each *output*: row `j` holds the numbers by which output `j` weighs the
inputs. For an input `(N, in_features)` that makes the product `x @ weight.T`. A square weight would
hide a forgotten transpose; the checks use no square one.

## Out of scope

The arguments `device` and `dtype`, other initialisations, inputs without a dimension.

## Read more

[nn.Module](https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html),
[nn.Parameter](https://docs.pytorch.org/docs/stable/generated/torch.nn.parameter.Parameter.html),
[nn.Linear](https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html),
[matmul](https://docs.pytorch.org/docs/stable/generated/torch.matmul.html).
Next: several of these layers in one network, and a way to lose them all.
"""

# %%
import math

import torch
from torch import nn


# %%
class MyLinear(nn.Module):
    """Multiplies by a weight and adds a bias, both parameters.

    >>> layer = MyLinear(3, 2)
    >>> layer.weight.shape, layer(torch.zeros(5, 4, 3)).shape
    (torch.Size([2, 3]), torch.Size([5, 4, 2]))
    """

    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        """Register `weight`, (out_features, in_features), and `bias`, (out_features,) or None."""
        ### BEGIN SOLUTION
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the outputs, (..., out_features), for `x`, (..., in_features).

        Raises ValueError if the last dimension of `x` is another one.
        """
        ### BEGIN SOLUTION
        width, wanted = x.shape[-1], self.weight.shape[1]
        if width != wanted:
            raise ValueError(f"the last dimension is {width}, but the layer takes {wanted}")
        product = x @ self.weight.T
        return product if self.bias is None else product + self.bias
        ### END SOLUTION


# %%
def to_torch(layer: MyLinear) -> nn.Linear:
    """Return torch's own linear layer with copies of the parameters of `layer`.

    >>> layer = MyLinear(3, 2)
    >>> linear, x = to_torch(layer), torch.ones(1, 3)
    >>> linear, torch.allclose(linear(x), layer(x))
    (Linear(in_features=3, out_features=2, bias=True), True)
    """
    ### BEGIN SOLUTION
    out_features, in_features = layer.weight.shape
    linear = nn.Linear(in_features, out_features, bias=layer.bias is not None)
    linear.to(layer.weight).load_state_dict(layer.state_dict())
    return linear
    ### END SOLUTION


# %% tags=["explore"]
layer = MyLinear(3, 2)
print("your parameters: ", [(name, tuple(p.shape)) for name, p in layer.named_parameters()])
print(
    "torch's:         ", [(name, tuple(p.shape)) for name, p in nn.Linear(3, 2).named_parameters()]
)
x = torch.randn(4, 3)
print("largest difference:", (layer(x) - to_torch(layer)(x)).abs().max().item())
