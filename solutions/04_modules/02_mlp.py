# /// torchdojo
# title = "A network of any depth"
# form = "module"
# start = "empty"
# difficulty = 2
# minutes = 25
# hints = [
#   """How many linear layers do four sizes make, and how many gaps are there between these \
#   layers? And what does `nn.Module` do with a list that is assigned to one of its attributes?""",
#   """`itertools.pairwise(sizes)` gives the inputs and outputs of each layer. Collect layers \
#   and activations in a list while you build, then hand it to something that registers what is \
#   in it: `nn.Sequential` or `nn.ModuleList`.""",
#   """Append `nn.Linear(n_in, n_out)` and `act()` for each pair, drop the last activation, and \
#   assign `nn.Sequential(*layers)`; `forward` calls it. `count_parameters` sums `numel()` over \
#   those parameters that require a gradient.""",
# ]
# ///
"""# A network of any depth

The multilayer perceptron is the oldest deep network, and still a part of the newest: every block of
a transformer holds one. It is a chain of linear layers with an activation *between* them. Without
the activations the chain would collapse into a single linear layer, however long it is.

Since the number of layers is a setting, they have to be kept in some container. Here waits one of
the most expensive bugs of PyTorch: in a Python list the layers work, print, and are never trained.

## Goal

Write a network whose sizes and activation the caller chooses, and count what it can learn.

## Contract

`MLP(sizes, act=nn.ReLU)` is an `nn.Module`.

- `sizes`: a list of at least two numbers: features that come in, units of each hidden layer,
  numbers that go out; `ValueError` if it is shorter
- `act`: makes an activation when it is called without arguments: a class such as `nn.Tanh`, or a
  function

Rules:

- Every two neighbouring sizes are joined by an `nn.Linear` with a bias. They are registered in the
  order in which they are used, each has parameters of its own, and there are no other parameters
  but those of activations.
- An activation, a new one or always the same, follows each of them **except the last**: `sizes` of
  length 2 make a linear model.

Calls:

- `net(x)`
  - *takes* `(N, sizes[0])`
  - *returns* logits, `(N, sizes[-1])`: no activation and no softmax at the end
- `count_parameters(model)`
  - *takes* any module
  - *returns* an int: how many single numbers an optimizer could change, that is, those in
    parameters that require a gradient, each counted once

## Containers

`nn.Module` registers what is assigned to an attribute, if it is a parameter or another module. A
list is neither, and nobody looks into it:

```python
>>> class Pair(nn.Module):
...     def __init__(self):
...         super().__init__()
...         self.hidden = [nn.LayerNorm(3), nn.LayerNorm(3)]
...         self.seen = nn.ModuleList([nn.LayerNorm(3), nn.LayerNorm(3)])
...
>>> [name for name, _ in Pair().named_children()]
['seen']
```

`nn.ModuleList` is a list that registers, `nn.ModuleDict` a dictionary that does, and
`nn.Sequential` a list that can also be called.

## A worked example

`MLP([784, 32, 10])` has two layers. The first holds 32 x 784 weights and 32 biases, 25,120 numbers;
the second 10 x 32 weights and 10 biases, 330. Together 25,450.

## Why logits

The loss for classes, `nn.CrossEntropyLoss`, wants unbounded scores, and so does the squared error
for numbers. A ReLU at the end could never answer with a negative number.

## Out of scope

Dropout, normalisation, activations with parameters such as `nn.PReLU`, initialisation.

## Read more

[nn.Sequential](https://docs.pytorch.org/docs/stable/generated/torch.nn.Sequential.html),
[nn.ModuleList](https://docs.pytorch.org/docs/stable/generated/torch.nn.ModuleList.html),
[nn.Linear](https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html),
[Module.parameters](https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.parameters).
Next: the losses that such a network is trained by.
"""

# %%
from collections.abc import Callable
from itertools import pairwise

import torch
from torch import nn


# %%
class MLP(nn.Module):
    """Linear layers with an activation between each two of them.

    >>> net = MLP([3, 5, 2], nn.Tanh)
    >>> net(torch.zeros(4, 3)).shape
    torch.Size([4, 2])
    >>> [tuple(parameter.shape) for parameter in net.parameters()]
    [(5, 3), (5,), (2, 5), (2,)]
    """

    def __init__(self, sizes: list[int], act: Callable[[], nn.Module] = nn.ReLU) -> None:
        """Make a linear layer for every two neighbours in `sizes`.

        Raises ValueError if there are fewer than two sizes.
        """
        ### BEGIN SOLUTION
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("a network needs a size for its input and one for its output")
        layers: list[nn.Module] = []
        for n_in, n_out in pairwise(sizes):
            layers += [nn.Linear(n_in, n_out), act()]
        self.layers = nn.Sequential(*layers[:-1])
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the logits, (N, sizes[-1]), for `x`, (N, sizes[0])."""
        ### BEGIN SOLUTION
        return self.layers(x)
        ### END SOLUTION


# %%
def count_parameters(model: nn.Module) -> int:
    """Return how many numbers in the parameters of `model` an optimizer could change.

    >>> model = nn.Linear(3, 2)
    >>> count_parameters(model)
    8
    >>> model.bias.requires_grad = False
    >>> count_parameters(model)
    6
    """
    ### BEGIN SOLUTION
    return sum(p.numel() for p in model.parameters() if p.requires_grad)
    ### END SOLUTION


# %% tags=["explore"]
net = MLP([784, 32, 10], nn.Tanh)
print(net)
print(count_parameters(net), "numbers to learn; the lesson has counted 25450")
print("logits of two blank pictures:", net(torch.zeros(2, 784)).shape)
