"""# Judging a model without touching it

A model in training is judged after every epoch: mean loss and accuracy on examples that it does not
learn from. It looks like the training loop with three lines missing. But a careless judge changes
what is judged:

- with dropout active, half of the network is switched off at random, and the model looks worse than
  it is;
- batch normalisation in training mode *learns* from the test data, without any optimizer;
- a model that stays in evaluation mode goes on training without dropout, from the second epoch on.

None of this raises an error.

## Goal

Write a context manager that makes an evaluation safe, then use it to judge and to predict.

## Contract

- `evaluating(model)`
  - *takes* a module
  - *returns* a context manager for `with evaluating(model):`. Inside, the model is in evaluation
    mode and no graph is recorded. Afterwards **each submodule** is in the mode in which it was, and
    gradients are recorded as before, also if an exception is raised inside; the exception goes on
    to the caller
- `evaluate(model, loader, loss_fn)`
  - *takes* a classifier that returns logits `(B, K)`; a `DataLoader` of pairs `(x, y)`, class
    numbers `(B,)`; a loss that averages over its batch
  - *returns* two Python floats: the mean loss **per example**, and the fraction of the examples
    whose largest logit is that of the right class
- `predict(model, loader)`
  - *takes* the same model; a `DataLoader` of pairs
  - *returns* the predicted class of every example, in the loader's order, `(N,)`, int64

Rules:

- `evaluate` and `predict` are themselves safe in the sense of `evaluating`: modes, gradients in
  `.grad`, parameters and buffers are afterwards as before.
- The last batch may be smaller, or dropped by the loader; the loader gives out at least one batch.

## Two switches

They are independent of each other, and an evaluation needs both:

| switch | belongs to | changes |
|---|---|---|
| `model.eval()` | each module of the model | what dropout and batch normalisation compute |
| `torch.no_grad()` | the thread that computes | whether a graph is recorded: memory and time |

`model.train()` and `model.eval()` set the mode of *all* submodules. Someone who fine-tunes a
network often keeps its batch normalisation in evaluation mode while the rest trains, so afterwards
a single `model.train()` is wrong.

## A context manager from a generator

`contextlib.contextmanager` turns a function with one `yield` into a context manager: what stands
before `yield` runs at the beginning of the block, the rest at its end. An error inside the block
comes out of the `yield`. This one sets the number of threads for a while:

```python
>>> @contextmanager
... def threads(n):
...     before = torch.get_num_threads()
...     torch.set_num_threads(n)
...     try:
...         yield
...     finally:
...         torch.set_num_threads(before)
```

Without `try` and `finally` an error in the block would skip the last line.

## A mean of means

With batches of 4, 4 and 1 examples, of which 3, 2 and 1 are right, the accuracy is 6/9, about 67 %.
The mean of the batches' accuracies is (3/4 + 2/4 + 1) / 3 = 75 %.

## Out of scope

Other metrics, several labels per example, moving batches to another device, loaders without any
batch.

## Read more

[Module.eval](https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.eval),
[torch.no_grad](https://docs.pytorch.org/docs/stable/generated/torch.no_grad.html), [locally
disabling
gradients](https://docs.pytorch.org/docs/stable/notes/autograd.html#locally-disable-grad-doc),
[nn.Dropout](https://docs.pytorch.org/docs/stable/generated/torch.nn.Dropout.html). Next: a whole
regression, judged in the units of its data.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


@contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    """Within the block, `model` is in evaluation mode and no graph is recorded.

    >>> model = nn.Dropout()
    >>> with evaluating(model):
    ...     model.training, torch.is_grad_enabled()
    (False, False)
    >>> model.training, torch.is_grad_enabled()
    (True, True)
    """
    # YOUR CODE HERE
    raise NotImplementedError


def evaluate(model: nn.Module, loader: DataLoader, loss_fn: nn.Module) -> tuple[float, float]:
    """Return the mean loss per example and the accuracy of `model` on what `loader` gives out.

    >>> logits, classes = torch.tensor([[4.0, 0.0], [0.0, 4.0], [4.0, 0.0]]), torch.tensor([0, 1, 1])
    >>> loader = DataLoader(list(zip(logits, classes)), batch_size=2)
    >>> loss, accuracy = evaluate(nn.Identity(), loader, nn.CrossEntropyLoss())
    >>> round(loss, 4), round(accuracy, 4)
    (1.3515, 0.6667)
    """
    # YOUR CODE HERE
    raise NotImplementedError


def predict(model: nn.Module, loader: DataLoader) -> torch.Tensor:
    """Return the predicted class of every example, (N,), int64, in the loader's order.

    >>> logits, classes = torch.tensor([[4.0, 0.0], [0.0, 4.0], [4.0, 0.0]]), torch.tensor([0, 1, 1])
    >>> predict(nn.Identity(), DataLoader(list(zip(logits, classes)), batch_size=2))
    tensor([0, 1, 0])
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    torch.manual_seed(0)
    x = torch.randn(50, 2)
    loader = DataLoader(TensorDataset(x, (x[:, 0] > 0).long()), batch_size=16)
    model = nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Dropout(0.5), nn.Linear(32, 2))
    for _ in range(2):
        print("loss and accuracy:", evaluate(model, loader, nn.CrossEntropyLoss()))
    print("classes:", predict(model, loader))
    print("still in training mode:", model.training)
