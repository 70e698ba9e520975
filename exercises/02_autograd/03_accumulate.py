"""# Accumulate gradients

A batch of 256 images would train well, but only 32 fit into memory. So the batch is computed in
eight pieces, *micro-batches*, whose gradients pile up in `.grad` before a single step is made. Done
right, the weights are the same as with the large batch, up to rounding; no result tells you which
way it was computed.

Done nearly right, it also runs. In 2024 popular libraries for training language models turned out
to average over micro-batches of different lengths as if all were the same, and the loss curves had
looked plausible.

## Goal

Compute the gradient of a large batch from small ones, and train with it.

## Contract

- `accumulate_(model, loss_fn, batches)`
  - *takes* a module, of which parameters may be frozen or unused; a loss that **averages** over its
    batch; a list of micro-batches `(x, y)` of different sizes, 1 or more
  - leaves in the parameters' `.grad` the gradients of the mean loss over **all examples** of all
    micro-batches, None or zeros where there are none; returns this mean loss, a float
- `train_accumulating(model, loss_fn, optimizer, batches, k)`
  - *takes* the same, an optimizer, *any iterable* of micro-batches, a number `k >= 1`
  - makes one step of the optimizer for every `k` micro-batches; where some are left over at the
    end, they make a last, smaller group; returns the mean loss of each group before its step, a
    list of floats

Rules:

- Old gradients may be in `.grad` at the beginning of either function; they must not take part.
- Only one micro-batch at a time goes through the model, and its backward pass comes before the next
  one's forward pass. That is what saves the memory.

## Weights for means

Three examples have a mean loss of 2.0, a fourth, alone in its micro-batch, has 6.0:

| computation | result |
|---|---|
| (2.0 + 6.0) / 2, the mean of the means | 4.0 |
| (3 x 2.0 + 1 x 6.0) / 4, the mean over the examples | 3.0 |

The gradients behave as the losses do, since differentiating is linear: `backward()` of a loss times
a number gives the gradient times that number. The mean of means lets the single example pull as
hard as three others together.

## Why not add up the losses first

One `backward()` of the sum of all losses gives the same gradients. But until then every
micro-batch's record, with all its activations, is kept, and the memory is that of the large batch
again.

## What cannot be split

Batch normalisation computes statistics over the batch that it sees, so with it small pieces are not
the same as a large one. The models here have none.

## Out of scope

Losses that sum, batch normalisation, gradient clipping, several devices.

## Read more

[Tensor.backward](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.backward.html),
[Optimizer.zero_grad](https://docs.pytorch.org/docs/stable/generated/torch.optim.Optimizer.zero_grad.html),
[gradient accumulation in the notes on mixed
precision](https://docs.pytorch.org/docs/stable/notes/amp_examples.html#gradient-accumulation). The
same weights come back when the pieces of a batch lie on different machines.
"""

from collections.abc import Iterable
from itertools import islice

import torch
from torch import nn

Batch = tuple[torch.Tensor, torch.Tensor]


def accumulate_(model: nn.Module, loss_fn: nn.Module, batches: list[Batch]) -> float:
    """Leave in `.grad` the gradients of the mean loss over all examples; return that loss.

    >>> model, zeros = nn.Linear(1, 1, bias=False), torch.zeros(3, 1)
    >>> model.weight.data.fill_(2.0)
    tensor([[2.]])
    >>> x = torch.tensor([[1.0], [1.0], [2.0]])
    >>> round(accumulate_(model, nn.MSELoss(), [(x[:2], zeros[:2]), (x[2:], zeros[2:])]), 4)
    8.0
    >>> model.weight.grad
    tensor([[8.]])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def train_accumulating(
    model: nn.Module,
    loss_fn: nn.Module,
    optimizer: torch.optim.Optimizer,
    batches: Iterable[Batch],
    k: int,
) -> list[float]:
    """Make one step for every `k` micro-batches, and for what is left over at the end.

    Returns the mean loss of each group before its step.

    >>> model = nn.Linear(1, 1, bias=False)
    >>> model.weight.data.fill_(2.0)
    tensor([[2.]])
    >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
    >>> batches = [(torch.ones(1, 1), torch.zeros(1, 1))] * 3
    >>> train_accumulating(model, nn.MSELoss(), optimizer, batches, k=2)
    [4.0, 1.0]
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    torch.manual_seed(0)
    x, y = torch.randn(10, 3), torch.randint(0, 2, (10,))
    model, loss_fn = nn.Linear(3, 2), nn.CrossEntropyLoss()
    whole = torch.autograd.grad(loss_fn(model(x), y), model.bias)[0]
    accumulate_(model, loss_fn, [(x[:6], y[:6]), (x[6:9], y[6:9]), (x[9:], y[9:])])
    print("bias gradient of the whole batch:", whole.tolist())
    print("of three pieces:                 ", model.bias.grad.tolist())
