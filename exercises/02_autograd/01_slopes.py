"""# Slopes by autograd

Training is walking downhill: to take a step one must know the slope of the loss for each weight.
Nobody works these out by hand. Torch records every operation on a tensor that requires gradients,
and walks this record, the *graph*, backwards when it is asked.

The record is easy to start and easy to trip over: results pile up in `.grad`, some tensors silently
have no gradient, and a result that is still tied to its record keeps all of it in memory.

## Goal

Ask autograd for slopes, and leave no trace behind.

## Contract

- `slope_at(f, t)`
  - *takes* a function that maps a tensor to one of the same shape, **element by element**; a
    floating-point tensor `t` of any shape
  - *returns* the derivative of `f` at each element of `t`, shaped like `t`
- `grad_wb(w, b, x, y)`
  - *takes* weights `(D,)`, a bias `()`, examples `(N, D)`, targets `(N,)`
  - *returns* a pair: the gradients, for `w` and for `b`, of the **mean** squared error of the
    prediction `x @ w + b`

Rules:

- `w`, `b` and `t` may require gradients or not, be leaves or results, and have something in
  `.grad`. All of that stays as it was, and so does the `.grad` of whatever `f` uses besides, be it
  `t` itself.
- Calling a function twice gives the same answer twice.
- The answers are plain tensors: they do not require gradients.

You do not know `f`, so there is no formula to write down: autograd has to find the slope.

## Leaves

A *leaf* is a tensor that was not computed from others. `backward()` fills `.grad` only for leaves:

```python
>>> a = torch.tensor(3.0, requires_grad=True)
>>> b = a * 2
>>> (b ** 2).backward()
>>> a.grad
tensor(24.)
>>> b.is_leaf
False
```

`b.grad` would be `None`. `detach()` gives a tensor with the same numbers and no history, a leaf
again.

| call | effect |
|---|---|
| `t.requires_grad_()` | changes `t` itself: the caller's tensor, if it is the caller's |
| `t.detach()` | a new tensor without history that shares the numbers of `t` |
| `loss.backward()` | adds to `.grad` of every leaf that `loss` depends on |
| `torch.autograd.grad(loss, tensors)` | returns the gradients, a tuple, and touches no `.grad` |

## From many numbers to one

Autograd starts from a single number. If each result depends on one element alone, the gradient of
their *sum* has the derivative of each element in its place, since all other terms vanish.

## Out of scope

Second derivatives, gradients of a result with many inputs for each output, custom operations,
functions that autograd cannot follow, such as constant ones.

## Read more

[Autograd mechanics](https://docs.pytorch.org/docs/stable/notes/autograd.html),
[torch.autograd.grad](https://docs.pytorch.org/docs/stable/generated/torch.autograd.grad.html),
[Tensor.backward](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.backward.html),
[Tensor.detach](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.detach.html).
Next: the step downhill.
"""

from collections.abc import Callable

import torch


def slope_at(f: Callable[[torch.Tensor], torch.Tensor], t: torch.Tensor) -> torch.Tensor:
    """Return the derivative of the elementwise function `f` at each element of `t`.

    >>> slope_at(torch.square, torch.tensor([1.0, -3.0]))
    tensor([ 2., -6.])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def grad_wb(
    w: torch.Tensor, b: torch.Tensor, x: torch.Tensor, y: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the gradients of the mean squared error of ``x @ w + b`` for `w` (D,) and `b` ().

    The examples `x` are (N, D), the targets `y` (N,).

    >>> w, b = torch.tensor([1.0, 2.0]), torch.tensor(0.0)
    >>> x, y = torch.tensor([[1.0, 0.0], [0.0, 1.0]]), torch.tensor([0.0, 0.0])
    >>> grad_wb(w, b, x, y)
    (tensor([1., 2.]), tensor(3.))
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    t = torch.linspace(-2, 2, 5)
    print("t:               ", t)
    print("slope of t cubed:", slope_at(lambda t: t**3, t))
    w, b = torch.tensor([1.0, -1.0]), torch.tensor(0.5)
    x, y = torch.tensor([[1.0, 2.0], [0.0, 1.0], [3.0, 1.0]]), torch.tensor([1.0, 0.0, 2.0])
    print("gradients once: ", grad_wb(w, b, x, y))
    print("and once more:  ", grad_wb(w, b, x, y))
