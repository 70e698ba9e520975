"""# Adam

SGD has one learning rate for every number in the model. But gradients of an embedding for a rare
word, of a bias and of a deep layer's weight can differ by a factor of a thousand: what is right for
one is far too much or far too little for another. Adam divides each gradient by its own usual size,
so that every number moves by about `lr`, whatever the scale of its gradient. Most transformers are
trained by it or by a close relative.

It is ten lines long, and nearly every slip in them still trains. A missing correction, a count in
the wrong place or an epsilon under the root only shows in the numbers, so this exercise compares
them.

## Goal

Write Adam on raw tensors, then use torch's own with two groups of parameters, as it is used in
practice.

## Contract

`Adam(params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0)` is a class of your own,
written without `torch.optim`. `params` is anything that yields leaf tensors that require gradients:
a list, or what `model.parameters()` returns.

- `Adam(params, ...)`: keeps `lr` as an attribute, which may be changed between two steps;
  `ValueError` if there are no parameters, if a number is negative, or if one of the betas is 1 or
  more
- `zero_grad()`: sets `.grad` of each parameter to `None`
- `step()`: updates each parameter `p` that has a gradient, **in place**, as below

With `beta1, beta2 = betas` and `m = s = 0`, `t = 0` at the start, an update of `p` is

```text
g = p.grad + weight_decay * p
t = t + 1
m = beta1 * m + (1 - beta1) * g          the average gradient
s = beta2 * s + (1 - beta2) * g * g      the average square
p = p - lr * (m / (1 - beta1**t)) / (sqrt(s / (1 - beta2**t)) + eps)
```

- Each parameter has its own `m`, `s` and `t`. So `t` counts the updates of *this* parameter: one
  whose `.grad` is `None` stays as it is, and so do its `m`, `s` and `t`.
- In place means: the same tensor and the same memory, still a leaf that requires gradients. `step`
  leaves `.grad` as it was.

Functions:

- `fit_with_torch(model, loss_fn, x, y, lr, weight_decay, steps)`
  - *takes* a module, a loss, a batch of inputs `x` and targets `y`, two numbers, a count
  - *returns* a list of floats: the loss **before** each step

`fit_with_torch` makes `steps` steps with one `torch.optim.Adam` over all parameters of the model,
on the whole batch each time. `weight_decay` holds for parameters with two or more dimensions; those
with fewer, biases and the weights of normalisation layers, are not decayed. Parameters may arrive
with old gradients, which must not take part.

## The length of the first step

Two slopes that differ by a factor of a million:

```python
>>> w = torch.zeros(2, requires_grad=True)
>>> optimizer = torch.optim.Adam([w], lr=0.1)
>>> (w @ torch.tensor([1000.0, 0.001])).backward()
>>> optimizer.step()
>>> w
tensor([-0.1000, -0.1000], requires_grad=True)
```

Both numbers have moved by `lr`: at `t = 1` the corrected averages are the gradient and its square.

## Why the correction

An average that starts at zero is too small at first. With `beta2 = 0.999` and gradients of 1, `s`
is 0.001 after one update and 0.63 after a thousand. Dividing by `1 - beta2**t` makes both
exactly 1. Correct a *copy*: `m` and `s` themselves must go on as they are.

## What epsilon is for

It keeps a parameter whose gradients are all zero from computing 0 / 0. It stands outside the root:
under it, `1e-8` would act like `1e-4` does outside, which is more than many gradients of a large
model.

## Groups

A decay pulls weights towards zero. A bias, or the scale of a normalisation layer, has no reason to
be there, so training programs commonly leave these out, by handing the optimizer two groups. Each
group is a dictionary with parameters and the settings that differ from the others.

## Out of scope

AdamW, AMSGrad, `maximize`, complex parameters, saving the state.

## Read more

[torch.optim.Adam](https://docs.pytorch.org/docs/stable/generated/torch.optim.Adam.html),
[per-parameter options](https://docs.pytorch.org/docs/stable/optim.html#per-parameter-options),
[torch.optim.AdamW](https://docs.pytorch.org/docs/stable/generated/torch.optim.AdamW.html). The
formula is from D. P. Kingma and J. Ba,
[Adam: A Method for Stochastic Optimization](https://arxiv.org/abs/1412.6980), 2015. Next: the loop
over batches that calls an optimizer.
"""

from collections.abc import Iterable

import torch
from torch import nn


class Adam:
    """Steps along the average gradient, divided by its usual size.

    >>> w = torch.tensor([1.0], requires_grad=True)
    >>> w.grad = torch.tensor([500.0])
    >>> Adam([w], lr=0.1).step()
    >>> w
    tensor([0.9000], requires_grad=True)
    """

    def __init__(
        self,
        params: Iterable[torch.Tensor],
        lr: float = 0.001,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        """Keep parameters and settings, and start all averages and counts at zero.

        Raises ValueError if there are no parameters, a number is negative, or a beta is 1 or more.
        """
        # YOUR CODE HERE
        raise NotImplementedError

    def zero_grad(self) -> None:
        """Set the gradient of each parameter to None."""
        # YOUR CODE HERE
        raise NotImplementedError

    def step(self) -> None:
        """Update each parameter that has a gradient, in place."""
        # YOUR CODE HERE
        raise NotImplementedError


def fit_with_torch(
    model: nn.Module,
    loss_fn: nn.Module,
    x: torch.Tensor,
    y: torch.Tensor,
    lr: float,
    weight_decay: float,
    steps: int,
) -> list[float]:
    """Train `model` on the whole batch by `torch.optim.Adam`; return the loss before each step.

    Only parameters with two or more dimensions are decayed.

    >>> model, ones = nn.Linear(1, 1, bias=False), torch.ones(2, 1)
    >>> w = nn.init.zeros_(model.weight)
    >>> losses = fit_with_torch(model, nn.MSELoss(), ones, ones, lr=0.5, weight_decay=0.0, steps=2)
    >>> [round(loss, 4) for loss in losses]
    [1.0, 0.25]
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    steepness = torch.tensor([0.001, 1000.0])
    place = torch.tensor([1.0, 1.0], requires_grad=True)
    optimizer = Adam([place], lr=0.1)
    for step in range(1, 61):
        optimizer.zero_grad()
        (steepness * place**2).sum().backward()
        optimizer.step()
        if step in (1, 10, 60):
            print(f"after step {step:2}: {place.tolist()}")
    print("one slope is a million times the other, yet both numbers take the same way")

    torch.manual_seed(0)
    x = torch.randn(40, 2)
    y = (x[:, :1] * x[:, 1:]).tanh()
    model = nn.Sequential(nn.Linear(2, 16), nn.LayerNorm(16), nn.Tanh(), nn.Linear(16, 1))
    losses = fit_with_torch(model, nn.MSELoss(), x, y, lr=0.02, weight_decay=1e-4, steps=100)
    print("torch's own, loss:", [round(loss, 3) for loss in losses[::20]])
