# /// torchdojo
# title = "Noise, but only in training"
# form = "module"
# start = "empty"
# difficulty = 3
# minutes = 35
# hints = [
#   """How does a layer learn that the model it sits in was put into evaluation mode? And which \
#   of the numbers that it uses should an optimizer be able to change, or a file remember?""",
#   """Every module has `self.training`, which `model.train()` and `model.eval()` set for all \
#   layers inside. The noise is neither parameter nor buffer: it is drawn in `forward`, as \
#   large as the whole batch, in the batch's dtype and on its device, and never kept.""",
#   """A class that inherits from `nn.Linear` has its parameters and its beginning already. Its \
#   `forward` makes `x = x + self.noise_std * torch.randn_like(x)` if `self.training`, and \
#   calls `super().forward(x)`. `build` joins one such layer with activations and plain linear \
#   ones.""",
# ]
# ///
"""# Noise, but only in training

A network that sees every training example a hundred times begins to memorise them. If it never sees
the same numbers twice, it cannot: so some layers disturb what they are given, at random, while the
model is trained. Dropout is the best known. Here you write a milder one, a linear layer that adds a
little noise to its input. A function that gives the same answer a little to the left and to the
right of every example is smoother.

When the model is used, the noise must be gone. Nothing tells you if it is not: predictions are a
little worse, and different every time.

## Goal

Write a layer that behaves differently in training and in evaluation, and a network that begins with
it.

## Contract

`NoisyLinear(in_features, out_features, noise_std=0.1)` is an `nn.Module`.

- `NoisyLinear(...)`: has exactly two parameters, `weight` of shape `(out_features, in_features)`
  and `bias` of shape `(out_features,)`, initialised as those of an `nn.Linear` are, from the same
  random numbers; no buffers. `ValueError` if `noise_std` is negative
- `layer(x)` in training mode
  - `(..., in_features)` to `(..., out_features)`: the linear map of `x + noise`, where the noise is
    normally distributed around 0 with standard deviation `noise_std`
- `layer(x)` in evaluation mode
  - the linear map of `x`, exactly; no random number is drawn

Rules:

- The noise of one call is `noise_std` times what `torch.randn_like(x)` draws, from torch's global
  generator, once: every number of every example gets its own, and every call draws anew. For a
  `noise_std` of 0 nothing needs to be drawn.
- `x` itself is not changed. Gradients reach `x`, `weight` and `bias`.
- The layer works in every floating dtype and on every device, and the output has the dtype of `x`
  and the weights.

Functions:

- `build(sizes, noise_std)`
  - *takes* a list of at least two numbers: features that come in, units of each hidden layer,
    numbers that go out; the noise
  - *returns* an `nn.Sequential`: a `NoisyLinear` first, then for each further size an `nn.ReLU` and
    an `nn.Linear`. `ValueError` if there are fewer than two sizes

## Two modes

```python
>>> drop = torch.nn.Dropout(0.5)
>>> drop.training
True
>>> model = torch.nn.Sequential(torch.nn.Linear(2, 2), drop).eval()
>>> drop.training
False
>>> drop(torch.ones(4))
tensor([1., 1., 1., 1.])
```

`eval()` reaches every layer that is registered in the model. It sets one attribute, `training`,
which is all that a layer needs to look at. The mode has nothing to do with gradients: those are
switched off by `torch.no_grad()`, and both are needed when a model is used.

## The noise goes in, and comes out larger

Noise of standard deviation `s` on each of `n` features, times weights of about `w`, makes noise of
about `s * w * sqrt(n)` in the output. Features should therefore have the same scale before noise is
added: 0.1 is little for a feature between -1 and 1, and nothing for one between 0 and 10,000.

## Out of scope

Noise on the weights, dropout, a noise level that is learned.

## Read more

[Module.eval](https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.eval),
[torch.randn_like](https://docs.pytorch.org/docs/stable/generated/torch.randn_like.html),
[nn.Dropout](https://docs.pytorch.org/docs/stable/generated/torch.nn.Dropout.html). C. M. Bishop,
[Training with Noise is Equivalent to Tikhonov
Regularization](https://doi.org/10.1162/neco.1995.7.1.108), 1995. Next: what trains all these
layers, written by hand.
"""

# %%
from itertools import pairwise

import torch
from torch import nn


# %%
class NoisyLinear(nn.Linear):
    """A linear layer that disturbs its input while it is trained.

    >>> layer, x = NoisyLinear(3, 2), torch.ones(4, 3)
    >>> torch.equal(layer(x), layer(x))
    False
    >>> layer = layer.eval()
    >>> torch.equal(layer(x), layer(x))
    True
    """

    def __init__(self, in_features: int, out_features: int, noise_std: float = 0.1) -> None:
        """Begin as an `nn.Linear`. Raises ValueError if `noise_std` is negative."""
        ### BEGIN SOLUTION
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError(f"a standard deviation cannot be negative: {noise_std}")
        self.noise_std = noise_std
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The linear map of `x`, which is disturbed by noise in training mode."""
        ### BEGIN SOLUTION
        if self.training:
            x = x + self.noise_std * torch.randn_like(x)
        return super().forward(x)
        ### END SOLUTION


# %%
def build(sizes: list[int], noise_std: float) -> nn.Sequential:
    """A network whose first layer is noisy in training.

    >>> build([3, 6, 1], 0.2)
    Sequential(
      (0): NoisyLinear(in_features=3, out_features=6, bias=True)
      (1): ReLU()
      (2): Linear(in_features=6, out_features=1, bias=True)
    )
    """
    ### BEGIN SOLUTION
    if len(sizes) < 2:
        raise ValueError(f"at least two sizes make a network, not {sizes}")
    layers: list[nn.Module] = [NoisyLinear(sizes[0], sizes[1], noise_std)]
    for n_in, n_out in pairwise(sizes[1:]):
        layers += [nn.ReLU(), nn.Linear(n_in, n_out)]
    return nn.Sequential(*layers)
    ### END SOLUTION


# %% tags=["explore"]
# How much the answers of one network differ from call to call, in each mode.
torch.manual_seed(0)
net = build([3, 20, 1], noise_std=0.1)
x = torch.randn(5, 3)
with torch.no_grad():
    for mode in (True, False):
        net.train(mode)
        answers = torch.stack([net(x) for _ in range(200)])
        name = "training" if mode else "evaluation"
        print(f"{name}: standard deviation of the answers", round(answers.std(0).mean().item(), 4))
