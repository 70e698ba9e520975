"""# Do not ask so often

A GPU works through a queue. Python puts operations in and runs ahead of it, so the queue is never
empty. Until the program asks for a *number*: then Python waits until everything before it has been
computed, the queue runs dry, and the GPU waits in turn for Python to fill it again. This is
a *synchronisation*. One `loss.item()` in every step of a small model costs more than many of its
layers, and in a profile the blame falls on an innocent line: the time shows up where the program
waited, not where it was spent.

## Goal

Write a training loop that keeps its statistics on the device, and reads them back once per epoch.

## The slow loop

All its numbers are right. It waits up to five times in every step.

```python
for x, y in batches:
    optimizer.zero_grad()
    output = model(x)
    loss = loss_fn(output, y)
    loss.backward()
    optimizer.step()
    count += len(x)
    total += loss.item() * len(x)                     # 1
    correct += int((output.argmax(1) == y).sum())     # 2
    if loss > worst:                                  # 3: `if` needs to know
        worst = float(loss)                           # 4
    print(f"loss {loss:.3f}")                         # 5: so does the text
```

## Contract

- `train_epoch(model, batches, loss_fn, optimizer)`
  - *takes* a module; an iterable of pairs `(x, y)` with classes `y`, at least one; a loss that
    averages over its batch, perhaps negative; an optimizer
  - *returns* a tensor of shape `(3,)` in the loss's dtype, with all its digits, and on its device:
    the mean loss per example, the accuracy, and the largest loss of a batch
- `fit(model, batches, loss_fn, optimizer, epochs)`
  - *takes* the same (batches that can be gone through again), and a number of epochs, perhaps 0
  - *returns* a list with a dictionary for each epoch,
    `{"loss": ..., "accuracy": ..., "worst": ...}`, of Python floats

Rules:

- `train_epoch` updates once per batch, like the loop above, and **reads nothing back**: it must run
  on the `meta` device, where tensors have no numbers at all.
- `fit` reads back **at most once per epoch**, all three numbers together. It may read even less
  often.
- The numbers are those of the slow loop: `loss` and `accuracy` are means over the *examples*, and
  the last batch may be smaller.
- The tensor that is returned carries no graph, and during the epoch no batch's graph is kept alive
  but the last one's.

## What waits, and what does not

| waits | does not wait |
|---|---|
| `t.item()`, `float(t)`, `int(t)`, `bool(t)` | `t.shape`, `len(t)`, `t.dtype`: Python knows them |
| `if t > x`, `max(t, u)`, `t in [...]` | `torch.maximum(t, u)`, `torch.where(t > x, t, u)` |
| `print(t)`, `f"{t}"` | keeping `t` in a list, and printing later |
| `t.cpu()`, `t.numpy()`, `t.tolist()` | `t.detach()`: it stays where it is |
| `t.nonzero()`, `t[mask]`: the size depends on the numbers | `(t * mask).sum()` |

`meta` tells them apart, without a GPU:

```python
>>> t = torch.ones(4, device="meta")
>>> (t * 2).sum()
tensor(..., device='meta', size=())
>>> if t.sum() > 3: print("large")
RuntimeError: Tensor.item() cannot be called on meta tensors
```

On the CPU nothing waits, since nothing runs ahead; the habit costs nothing there.

## A tensor kept is a graph kept

`total += loss` does not wait either, but the sum then keeps the graphs of all batches of the epoch,
and the memory grows with every step. `.item()` cut that off as a side effect; now you have to do it
yourself.

## Out of scope

Moving batches without waiting (`pin_memory`, `non_blocking`), CUDA streams and graphs, evaluation,
losses that are NaN.

## Read more

[torch.Tensor.item](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.item.html),
[Performance tuning guide: avoid unnecessary CPU-GPU
synchronization](https://docs.pytorch.org/tutorials/recipes/recipes/tuning_guide.html),
[Asynchronous
execution](https://docs.pytorch.org/docs/stable/notes/cuda.html#asynchronous-execution),
[The meta device](https://docs.pytorch.org/docs/stable/meta.html),
[torch.cuda.set_sync_debug_mode](https://docs.pytorch.org/docs/stable/generated/torch.cuda.set_sync_debug_mode.html),
which warns of each wait. Next: fewer digits where they are not needed.
"""

from collections.abc import Callable, Iterable

import torch
from torch import nn

Batches = Iterable[tuple[torch.Tensor, torch.Tensor]]


def train_epoch(
    model: nn.Module, batches: Batches, loss_fn: Callable, optimizer: torch.optim.Optimizer
) -> torch.Tensor:
    """Train on every batch once; return mean loss, accuracy and worst loss as one tensor, (3,).

    The tensor is where the loss is, and nothing is read back from there.

    >>> model = nn.Linear(2, 2, bias=False)
    >>> optimizer = torch.optim.SGD([nn.init.eye_(model.weight)], lr=0.0)
    >>> batches = [(torch.tensor([[2.0, 0.0], [0.0, 2.0]]), torch.tensor([0, 0]))]
    >>> train_epoch(model, batches, nn.CrossEntropyLoss(), optimizer)
    tensor([1.1269, 0.5000, 1.1269])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def fit(
    model: nn.Module,
    batches: Batches,
    loss_fn: Callable,
    optimizer: torch.optim.Optimizer,
    epochs: int,
) -> list[dict[str, float]]:
    """Train for some epochs; return loss, accuracy and worst loss of each, read back once.

    >>> model = nn.Linear(2, 2, bias=False)
    >>> optimizer = torch.optim.SGD([nn.init.eye_(model.weight)], lr=0.0)
    >>> batches = [(torch.tensor([[2.0, 0.0], [0.0, 2.0]]), torch.tensor([0, 0]))]
    >>> history = fit(model, batches, nn.CrossEntropyLoss(), optimizer, epochs=2)
    >>> [one["accuracy"] for one in history]
    [0.5, 0.5]
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(50, 2, generator=generator)
    y = (x[:, 0] > x[:, 1]).long()
    batches = list(zip(x.split(16), y.split(16), strict=True))
    model = nn.Linear(2, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    for epoch, numbers in enumerate(fit(model, batches, nn.CrossEntropyLoss(), optimizer, 4), 1):
        print(epoch, {name: round(number, 3) for name, number in numbers.items()})
