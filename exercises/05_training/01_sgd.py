"""# SGD with momentum

Plain gradient descent has no memory: each step knows only the slope under its feet. In a long,
narrow valley it bounces from wall to wall and hardly moves along the floor. Momentum lets it
remember: slopes that keep their direction add up, slopes that change sign cancel. Many well-known
image networks were trained this way, with a momentum of 0.9.

With memory, an optimizer becomes an object. It holds the parameters and one more tensor for each of
them, and that state is where the bugs live: they raise nothing, and the loss still falls.

## Goal

Write this optimizer on raw tensors, then train a model with the one in `torch.optim`.

## Contract

`SGD(params, lr, momentum=0.0)` is a class of your own, written without `torch.optim`. `params` is
anything that yields leaf tensors that require gradients: a list, or the iterator that
`model.parameters()` returns.

- `SGD(params, lr, momentum)`: keeps `lr` and `momentum` as attributes; `ValueError` if there are no
  parameters, or if `lr` or `momentum` is negative
- `zero_grad()`: sets `.grad` of each parameter to `None`
- `step()`: for each parameter `p` with a gradient: `v = momentum * v + p.grad`, then
  `p = p - lr * v`, **in place**

Rules:

- Each parameter has a velocity `v` of its own, which starts at zero.
- A parameter whose `.grad` is `None` stays as it is, and so does its velocity.
- `lr` may be changed between two steps, as a schedule does. The next step uses the new one;
  velocities know nothing of it.
- In place means: the same tensor and the same memory, still a leaf that requires gradients. `step`
  leaves `.grad` as it was.

Functions:

- `fit_with_torch(model, loss_fn, x, y, lr, momentum, steps)`
  - *takes* a module, a loss, a batch of inputs `x` and targets `y`, two numbers, a count
  - *returns* a list of floats: the loss **before** each step

`fit_with_torch` makes `steps` steps with one `torch.optim.SGD` over all parameters of the model, on
the whole batch each time. Parameters may arrive with old gradients, which must not take part.

## How far does it roll?

Here the slope is always the same, -1, and the learning rate is 1. Without momentum `w` would count
1, 2, 3, 4:

```python
>>> w = torch.tensor(0.0, requires_grad=True)
>>> optimizer = torch.optim.SGD([w], lr=1.0, momentum=0.5)
>>> for _ in range(4):
...     optimizer.zero_grad()
...     (-w).backward()
...     optimizer.step()
...     print(w.item())
1.0
2.5
4.25
6.125
```

The steps are 1, 1.5, 1.75, 1.875: they approach `1 / (1 - momentum)`, which is 2. With a momentum
of 0.9 steps grow up to ten times as long, so a learning rate that was right without momentum may be
far too large with it.

## Three formulas, one name

Books write the velocity as `m * v + g`, as `m * v + (1 - m) * g`, or as `m * v + lr * g`. The
second one makes steps shorter by `1 - m`. The third agrees with the first until someone changes
`lr`. PyTorch uses the first, and so do you.

## Out of scope

Nesterov's variant, dampening, weight decay, groups of parameters, saving the state.

## Read more

[torch.optim.SGD](https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html),
[torch.optim](https://docs.pytorch.org/docs/stable/optim.html),
[Optimizer.zero_grad](https://docs.pytorch.org/docs/stable/generated/torch.optim.Optimizer.zero_grad.html),
[torch.no_grad](https://docs.pytorch.org/docs/stable/generated/torch.no_grad.html). Next: an
optimizer with two memories, and a step length for every single number.
"""

from collections.abc import Iterable

import torch
from torch import nn


class SGD:
    """Gradient descent with momentum.

    >>> w = torch.tensor([1.0], requires_grad=True)
    >>> w.grad = torch.tensor([2.0])
    >>> SGD([w], lr=0.1).step()
    >>> w
    tensor([0.8000], requires_grad=True)
    """

    def __init__(self, params: Iterable[torch.Tensor], lr: float, momentum: float = 0.0) -> None:
        """Keep the parameters, `lr` and `momentum`, and start all velocities at zero.

        Raises ValueError if there are no parameters, or if a number is negative.
        """
        # YOUR CODE HERE
        raise NotImplementedError

    def zero_grad(self) -> None:
        """Set the gradient of each parameter to None."""
        # YOUR CODE HERE
        raise NotImplementedError

    def step(self) -> None:
        """Change each parameter that has a gradient, in place, by `lr` times its new velocity."""
        # YOUR CODE HERE
        raise NotImplementedError


def fit_with_torch(
    model: nn.Module,
    loss_fn: nn.Module,
    x: torch.Tensor,
    y: torch.Tensor,
    lr: float,
    momentum: float,
    steps: int,
) -> list[float]:
    """Train `model` on the whole batch by `torch.optim.SGD`; return the loss before each step.

    >>> model, ones = nn.Linear(1, 1, bias=False), torch.ones(2, 1)
    >>> w = nn.init.zeros_(model.weight)
    >>> fit_with_torch(model, nn.MSELoss(), ones, ones, lr=0.25, momentum=0.0, steps=3)
    [1.0, 0.25, 0.0625]
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    steepness = torch.tensor([1.0, 40.0])
    for momentum in (0.0, 0.9):
        place = torch.tensor([10.0, 1.0], requires_grad=True)
        optimizer = SGD([place], lr=0.02, momentum=momentum)
        for _ in range(100):
            optimizer.zero_grad()
            (steepness * place**2).sum().backward()
            optimizer.step()
        print(f"momentum {momentum}: from [10, 1] down a narrow valley to {place.tolist()}")

    torch.manual_seed(0)
    x = torch.randn(40, 2)
    y = x @ torch.tensor([[2.0], [-3.0]]) + 0.5
    losses = fit_with_torch(nn.Linear(2, 1), nn.MSELoss(), x, y, lr=0.05, momentum=0.9, steps=50)
    print("torch's own, loss:", [round(loss, 3) for loss in losses[::10]])
