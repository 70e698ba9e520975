# /// torchdojo
# title = "How far down do gradients reach?"
# form = "notebook"
# start = "empty"
# difficulty = 2
# minutes = 35
# hints = [
#   """The backward pass multiplies by one slope for each layer. What is the largest slope of \
#   the logistic function, and what is its tenth power? And what does `.grad` hold before your \
#   backward pass, if somebody has trained the model a little?""",
#   """Clear all gradients, compute the loss, call `backward`, and take the norm of \
#   `layer.weight.grad` for each `nn.Linear` in `model`, which can be walked through from the \
#   input to the output; then clear again. For a fair comparison every net begins with the same \
#   random numbers.""",
#   """`[layer.weight.grad.norm().item() for layer in model if isinstance(layer, nn.Linear)]` \
#   are the norms, after `model.zero_grad()` and `backward()`. In `by_activation`, everything \
#   stands inside `with torch.random.fork_rng(devices=[])`, and `torch.manual_seed(seed)` comes \
#   before each net.""",
# ]
# ///
"""# How far down do gradients reach?

For decades deep networks did not learn. The reason can be measured in a few lines: on its way from
the loss back to the first layer, a gradient is multiplied by the slope of every activation that it
passes. The logistic function is never steeper than 1/4. After ten layers at most a millionth is
left, and the first layers, which should find out what the input is made of, stay as random as they
began.

ReLU has slope 1 wherever it is not 0. That one number, more than its speed, is why it took over.

## Goal

Measure the gradient of every layer in deep networks that differ only in their activation.

## Contract

- `deep_net(depth, width, act)`
  - *takes* the number of hidden layers, at least 1; their units, which is also the number of
    features; what makes an activation, such as `nn.Tanh`
  - *returns* an `nn.Sequential`: `depth` times `nn.Linear(width, width)` and an activation of its
    own, then `nn.Linear(width, 1)`. `ValueError` if `depth` is less than 1
- `gradient_norms(model, x, y)`
  - *takes* such a net; inputs `(N, width)`; targets `(N, 1)`
  - *returns* a list of floats, one for each `nn.Linear` from the input to the output: the L2 norm
    of the gradient of its **weight**, for the mean squared error of this batch
- `by_activation(acts, depth, width, x, y, seed)`
  - *takes* a dict of names and activations; numbers; a batch; a seed
  - *returns* a dict of the same names, in their order, and the norms of a **new** net with this
    activation
- `shrinkage(norms)`
  - *takes* a list of at least two norms, the last one greater than 0, others may be 0
  - *returns* a float: the mean factor by which the norm changes for each layer further down, that
    is the (n - 1)-th root of the first over the last. `ValueError` if there are fewer than two

Rules:

- Gradients that the model already has must not take part. Afterwards all its gradients are None,
  and its weights are as before.
- In `by_activation`, `torch.manual_seed(seed)` comes directly before each net is made, so all of
  them begin with the same weights. Torch's global random numbers on the CPU go on afterwards as if
  nothing had happened, also if an error is raised.

## A number to expect

One unit per layer, weights of 1, no biases, and the input 0. Then every logistic unit after the
first sees a number between 0.5 and 0.7, where the slope is between 0.22 and 0.24:

```python
>>> z = torch.tensor(0.0, requires_grad=True)
>>> t = z
>>> for _ in range(10):
...     t = torch.sigmoid(t)
>>> t.backward()
>>> z.grad
tensor(3.8752e-07)
```

The tenth root of that is 0.23.

## Weights count, too

A slope is multiplied by a weight in every layer. Weights that begin larger can make up for small
slopes, and let gradients explode if they are too large: this is what Glorot's and He's
initialisations are about. Here all nets begin as `nn.Linear` does, with rather small weights, so
ReLU loses something as well.

## Out of scope

Other initialisations, normalisation layers, skip connections.

## Read more

[Module.zero_grad](https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.zero_grad),
[torch.random.fork_rng](https://docs.pytorch.org/docs/stable/random.html#torch.random.fork_rng),
[nn.init](https://docs.pytorch.org/docs/stable/nn.init.html). X. Glorot and Y. Bengio,
[Understanding the difficulty of training deep feedforward neural
networks](https://proceedings.mlr.press/v9/glorot10a.html), 2010. Next: what a computation costs,
counted in operations.
"""

# %%
from collections.abc import Callable, Mapping, Sequence

import torch
from torch import nn


# %%
def deep_net(depth: int, width: int, act: Callable[[], nn.Module]) -> nn.Sequential:
    """A net of `depth` hidden layers, each with an activation of its own.

    >>> deep_net(2, 3, nn.Tanh)
    Sequential(
      (0): Linear(in_features=3, out_features=3, bias=True)
      (1): Tanh()
      (2): Linear(in_features=3, out_features=3, bias=True)
      (3): Tanh()
      (4): Linear(in_features=3, out_features=1, bias=True)
    )
    """
    ### BEGIN SOLUTION
    if depth < 1:
        raise ValueError(f"a deep net has at least one hidden layer, not {depth}")
    layers: list[nn.Module] = []
    for _ in range(depth):
        layers += [nn.Linear(width, width), act()]
    return nn.Sequential(*layers, nn.Linear(width, 1))
    ### END SOLUTION


# %%
def gradient_norms(model: nn.Sequential, x: torch.Tensor, y: torch.Tensor) -> list[float]:
    """The norm of the gradient of each linear layer's weight, from the input to the output.

    >>> model = nn.Sequential(nn.Linear(2, 1))
    >>> for parameter in model.parameters():
    ...     parameter = nn.init.zeros_(parameter)
    >>> gradient_norms(model, torch.tensor([[3.0, 4.0]]), torch.tensor([[-1.0]]))
    [10.0]
    """
    ### BEGIN SOLUTION
    model.zero_grad()
    nn.functional.mse_loss(model(x), y).backward()
    norms = [layer.weight.grad.norm().item() for layer in model if isinstance(layer, nn.Linear)]
    model.zero_grad()
    return norms
    ### END SOLUTION


# %%
def by_activation(
    acts: Mapping[str, Callable[[], nn.Module]],
    depth: int,
    width: int,
    x: torch.Tensor,
    y: torch.Tensor,
    seed: int,
) -> dict[str, list[float]]:
    """The gradient norms of a new net with each of the activations, all begun alike.

    >>> acts = {"tanh": nn.Tanh, "tanh again": nn.Tanh}
    >>> found = by_activation(acts, 2, 3, torch.ones(4, 3), torch.ones(4, 1), seed=0)
    >>> len(found["tanh"]), found["tanh"] == found["tanh again"]
    (3, True)
    """
    ### BEGIN SOLUTION
    found = {}
    with torch.random.fork_rng(devices=[]):
        for name, act in acts.items():
            torch.manual_seed(seed)
            model = deep_net(depth, width, act)
            found[name] = gradient_norms(model, x, y)
    return found
    ### END SOLUTION


# %%
def shrinkage(norms: Sequence[float]) -> float:
    """The mean factor from each layer to the one before it.

    >>> shrinkage([1.0, 5.0, 4.0])
    0.5
    """
    ### BEGIN SOLUTION
    if len(norms) < 2:
        raise ValueError(f"a change needs at least two norms, not {len(norms)}")
    return (norms[0] / norms[-1]) ** (1 / (len(norms) - 1))
    ### END SOLUTION


# %% [markdown]
# ## Twenty layers
#
# The same inputs, the same first weights, three activations. The axis is logarithmic: a straight line means that each
# layer loses the same share.

# %% tags=["explore"]
import matplotlib.pyplot as plt

dice = torch.Generator().manual_seed(0)
x = torch.randn(64, 32, generator=dice)
y = x.sum(dim=1, keepdim=True).sin()
acts = {"logistic": nn.Sigmoid, "tanh": nn.Tanh, "ReLU": nn.ReLU}
found = by_activation(acts, depth=20, width=32, x=x, y=y, seed=0)

figure, panel = plt.subplots(figsize=(7, 4), layout="constrained")
for name, norms in found.items():
    panel.semilogy(range(1, len(norms) + 1), norms, marker="o", label=name)
panel.set(
    xlabel="layer, from the input", ylabel="norm of the gradient", title="Twenty hidden layers"
)
panel.set_xticks(range(1, 22, 2))
panel.legend()
plt.show()
for name, norms in found.items():
    print(f"{name}: times {shrinkage(norms):.3f} for each layer further down")

# %% [markdown]
# tanh keeps more than ReLU here. With weights as small as those of `nn.Linear`, all its inputs stay near 0, where its slope is
# 1, while ReLU is 0 for half of its inputs. Multiply all first weights by the square root of 6, which is He's way for ReLU:
# which of the three lines become flat?
