# /// torchdojo
# title = "Half the bits"
# form = "module"
# start = "empty"
# difficulty = 3
# minutes = 40
# hints = [
#   """Three questions to every line of the step: in which dtype does it run, are the gradients \
#   scaled at this moment, and which lines need them unscaled? For the clipping: one number, \
#   made from all gradients together, shortens them all.""",
#   """`torch.autocast(x.device.type, dtype=torch.bfloat16)` belongs around the model's call \
#   and nothing else; `output.float()` brings the result back for the loss. The norm of all \
#   gradients is the norm of their norms. A scaler has four methods that you need: `scale`, \
#   `unscale_`, `step`, `update`.""",
#   """The step: clear the gradients, loss, `scaler.scale(loss).backward()`, \
#   `scaler.unscale_(optimizer)`, clip, `scaler.step(optimizer)`, `scaler.update()`. The factor \
#   for clipping is `max_norm / norm`, clamped to at most 1; then a norm of 0 does no harm \
#   either.""",
# ]
# ///
"""# Half the bits

Most of the numbers in a network do not need seven digits. In *mixed precision* the expensive
operations, products of matrices, run in 16 bits: half the memory traffic, and several times the
speed on hardware that is made for it. What needs the digits, the weights, their updates and the
loss, stays in 32. `torch.autocast` makes the choice operation by operation. The traps are at its
edges: where a number leaves the 16 bits, and in which order gradients are scaled back, clipped and
used.

## Goal

Write one training step in mixed precision, with gradients clipped by their common norm.

## Contract

- `clip_gradients(parameters, max_norm)`
  - *takes* an iterable of parameters, perhaps a generator; a number
  - *returns* the norm of all gradients *before* clipping, a tensor without dimensions. If it is
    larger than `max_norm`, all gradients are multiplied by the same factor, so that together they
    have the norm `max_norm` (torch adds 1e-6 to the norm before it divides; you may, too); smaller
    ones stay as they are. Parameters without a gradient are skipped; without any gradient, the norm
    is `torch.tensor(0.0)`. `ValueError` unless `max_norm` is positive
- `forward_loss(model, x, y, loss_fn)`
  - *takes* a float32 model, its input `(N, D)`, targets, a loss
  - *returns* the loss, in float32 and ready for `backward()`. The model, and nothing else, runs
    under autocast in **bfloat16**; the loss function gets its output in **float32**
- `train_step(model, x, y, loss_fn, optimizer, scaler, max_norm)`
  - *takes* the same, an optimizer over the model's parameters, a `torch.amp.GradScaler`, a number
  - *returns* `(loss, norm)`: the loss, detached, and the norm of the true gradients before clipping

Rules:

- The model's parameters stay float32, and so do their gradients.
- Autocast is for forward passes. `backward()` and the update stand outside of it.
- `train_step` clips the **true** gradients, not the scaled ones, and leaves the decision whether to
  make an update to the scaler.
- The same code must work with a scaler that is switched off (`enabled=False`): it passes everything
  through.
- `torch.nn.utils.clip_grad_norm_` is the function for everyday use. Here you write what is inside
  it.

## Two kinds of 16 bits

| dtype | digits | largest | smallest | needs a scaler |
|---|---|---|---|---|
| float32 | 7 | 3·10³⁸ | 10⁻³⁸ | no |
| bfloat16 | 2 to 3 | 3·10³⁸ | 10⁻³⁸ | rarely |
| float16 | 3 to 4 | 65,504 | 6·10⁻⁵ | yes |

Two to three digits are enough for an activation, but not for a sum of many numbers, and not for a
loss whose changes one wants to see:

```python
>>> torch.tensor([2.301, 2.302, 2.303, 2.304]).bfloat16()
tensor([2.2969, 2.2969, 2.2969, 2.2969], dtype=torch.bfloat16)
```

## What a scaler does

Gradients in float16 may be too small to be written down, and become 0. So the loss is multiplied by
a large number, 65,536 at first, and every gradient with it. Before the update they are divided
again (`unscale_`); if one of them is infinite or NaN, the scaler skips the update (`step`), and
halves its number (`update`). With bfloat16 one could do without. The code is the same for both, so
learn it once.

In between, the gradients in `.grad` are 65,536 times too large. Clipped in that state to a norm of
1, and divided afterwards, they are as good as zero: the model does not learn, and nothing
complains.

## One norm for all

Clipping each parameter by itself changes the *direction* of the update: a layer with large
gradients is slowed down, another is not. All gradients together are one long vector, and clipping
shortens that vector.

## Out of scope

Models that are converted to 16 bits as a whole; accumulation over several batches; float8.

## Read more

[Automatic mixed precision](https://docs.pytorch.org/docs/stable/amp.html), [Examples: working with
scaled gradients](https://docs.pytorch.org/docs/stable/notes/amp_examples.html),
[torch.nn.utils.clip_grad_norm_](https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html),
[torch.finfo](https://docs.pytorch.org/docs/stable/type_info.html). Next: memory, saved by computing
things twice.
"""

# %%
from collections.abc import Callable, Iterable

import torch
from torch import nn


# %%
def clip_gradients(parameters: Iterable[nn.Parameter], max_norm: float) -> torch.Tensor:
    """Shorten all gradients by one factor, to a common norm of at most `max_norm`.

    Returns the norm before; raises ValueError unless `max_norm` is positive.

    >>> p = nn.Parameter(torch.zeros(2))
    >>> p.grad = torch.tensor([3.0, 4.0])
    >>> clip_gradients([p], 1.0)
    tensor(5.)
    >>> p.grad
    tensor([0.6000, 0.8000])
    """
    ### BEGIN SOLUTION
    if not max_norm > 0:
        raise ValueError(f"the largest norm must be positive, not {max_norm}")
    gradients = [p.grad for p in parameters if p.grad is not None]
    if not gradients:
        return torch.tensor(0.0)
    norm = torch.stack([g.norm() for g in gradients]).norm()
    factor = (max_norm / norm).clamp(max=1.0)
    for g in gradients:
        g.mul_(factor)
    return norm
    ### END SOLUTION


# %%
def forward_loss(
    model: nn.Module, x: torch.Tensor, y: torch.Tensor, loss_fn: Callable
) -> torch.Tensor:
    """Return the float32 loss of the model, which runs under autocast in bfloat16.

    >>> x, y = torch.randn(3, 4), torch.tensor([0, 1, 1])
    >>> forward_loss(nn.Linear(4, 2), x, y, nn.CrossEntropyLoss()).dtype
    torch.float32
    """
    ### BEGIN SOLUTION
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        output = model(x)
    return loss_fn(output.float(), y)
    ### END SOLUTION


# %%
def train_step(
    model: nn.Module,
    x: torch.Tensor,
    y: torch.Tensor,
    loss_fn: Callable,
    optimizer: torch.optim.Optimizer,
    scaler: torch.amp.GradScaler,
    max_norm: float,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Make one update in mixed precision; return the loss and the gradients' norm before clipping.

    >>> model, x, y = nn.Linear(4, 2), torch.randn(3, 4), torch.tensor([0, 1, 1])
    >>> tools = torch.optim.SGD(model.parameters(), lr=0.1), torch.amp.GradScaler("cpu")
    >>> loss, norm = train_step(model, x, y, nn.CrossEntropyLoss(), *tools, max_norm=1.0)
    >>> loss.requires_grad, norm.shape
    (False, torch.Size([]))
    """
    ### BEGIN SOLUTION
    optimizer.zero_grad()
    loss = forward_loss(model, x, y, loss_fn)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = clip_gradients(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.detach(), norm
    ### END SOLUTION


# %% tags=["explore"]
torch.manual_seed(1)
x = torch.randn(64, 8)
y = (x[:, 0] > x[:, 1]).long()
model = nn.Sequential(nn.Linear(8, 16), nn.Tanh(), nn.Linear(16, 2))
optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
scaler = torch.amp.GradScaler("cpu")
for step in range(5):
    loss, norm = train_step(model, x, y, nn.CrossEntropyLoss(), optimizer, scaler, max_norm=0.5)
    print(f"step {step}: loss {loss:.4f}, norm {norm:.4f}, scale {scaler.get_scale():.0f}")
