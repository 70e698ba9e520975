# /// torchdojo
# title = "Start every rank alike"
# form = "module"
# start = "empty"
# difficulty = 2
# minutes = 30
# hints = [
#   """A model is more than what its optimizer changes. Print the names of \
#   `named_parameters()`, of `named_buffers()` and of `state_dict()` for a model with a \
#   `BatchNorm1d` and a buffer registered with `persistent=False`: which of the three is \
#   complete?""",
#   """`dist.broadcast(t, src=0)` overwrites `t` itself with what rank 0 has, so the optimizer \
#   still holds the right tensor. Give it the tensor without its gradient record: `t.detach()` \
#   shares the memory. For `differing` give it a copy instead, and compare.""",
#   """`differing`: on each rank, for each name, broadcast a clone, see whether it is equal to \
#   your own, and put that into an integer tensor. Rank 0 always agrees with itself, so \
#   all-reduce this tensor with `dist.ReduceOp.MAX` before you read it.""",
# ]
# ///
"""# Start every rank alike

Averaged gradients keep ranks together only if they are together at the start. A model begins with
random weights, and every rank draws its own: then all ranks make the same step from different
places, forever. Nothing crashes, each rank's loss even goes down a little, and the checkpoint holds
one of several models that were never trained properly.

## Goal

Copy rank 0's model to all ranks, all of it, and find out by name what is not the same everywhere.

## Contract

Both functions are called on every rank at the same time, with models of the same architecture.

- `start_alike(model)`
  - *takes* a module
  - gives every parameter and every buffer, on every rank, the values that it has on rank 0; returns
    None
- `differing(model)`
  - *takes* a module
  - *returns* the names of the parameters and buffers that do not have the same values on all ranks:
    a list of strings, those of parameters first, each in the model's own order. The list is **the
    same on every rank**; the model stays as it is

Rules:

- Every parameter: also a frozen one, which does not require a gradient.
- Every buffer: also one that is registered with `persistent=False`, and whatever its dtype.
- The tensors stay the same objects with the same memory, since an optimizer may hold them already.
  `requires_grad` and `.grad` stay as they are.
- The random numbers that a rank draws next are what they would have been. Ranks need different
  ones, for dropout and augmentation.

## Why not the same seed everywhere?

`torch.manual_seed(0)` on every rank, before the model is made, seems to do the same. That works
until one rank draws one number more than the others: rank 0 shows a few examples, say, or loads a
checkpoint before it makes the head. And with equal seeds, all ranks drop the same units. Here the
grader seeds each rank differently, as a careful trainer does.

## What is in a model

```python
>>> import torch
>>> from torch import nn
>>> model = nn.BatchNorm1d(4)
>>> model.register_buffer("window", torch.ones(3), persistent=False)
>>> [name for name, _ in model.named_parameters()]
['weight', 'bias']
>>> [name for name, _ in model.named_buffers()]
['running_mean', 'running_var', 'num_batches_tracked', 'window']
>>> list(model.state_dict())
['weight', 'bias', 'running_mean', 'running_var', 'num_batches_tracked']
```

The running statistics are not trained, but `eval()` computes with them: a rank whose statistics
differ predicts something else from the same weights.

## Copying over the network

```python
>>> import torch.distributed as dist
>>> from torchdojo.ranks import simulate
>>> def hear(rank):
...     t = torch.tensor([10 * rank, 1])
...     dist.broadcast(t, src=1)                # t becomes what rank 1 has, on every rank
...     return t.tolist()
>>> simulate(hear, 3).values
[[10, 1], [10, 1], [10, 1]]
```

`dist.all_reduce(t, op=dist.ReduceOp.MAX)` leaves the largest of all ranks' values in `t`. Both are
collectives: every rank must make the same calls in the same order, with the same shapes.

## Out of scope

NaN, and zeros of different sign; models that differ in their shapes; the state of the optimizer;
keeping buffers alike while training goes on.

## Read more

[torch.distributed.broadcast](https://docs.pytorch.org/docs/stable/distributed.html#torch.distributed.broadcast),
[named_buffers](https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.named_buffers),
[how DistributedDataParallel starts](https://docs.pytorch.org/docs/stable/notes/ddp.html). Next: a
wrapper that averages gradients while the backward pass still runs. It calls a function like yours
first.
"""

# %%
import torch
import torch.distributed as dist
from torch import nn


# %%
def start_alike(model: nn.Module) -> None:
    """Give every rank the parameters and buffers of rank 0.

    >>> from torchdojo.ranks import simulate
    >>> def begin(rank):
    ...     model = nn.Linear(1, 1)
    ...     nn.init.constant_(model.bias, 5.0 + rank)
    ...     start_alike(model)
    ...     return model.bias.item()
    >>> simulate(begin, 2).values
    [5.0, 5.0]
    """
    ### BEGIN SOLUTION
    for t in _everything(model).values():
        dist.broadcast(t, src=0)
    ### END SOLUTION


# %%
def differing(model: nn.Module) -> list[str]:
    """The names of the parameters and buffers that are not the same on all ranks.

    >>> from torchdojo.ranks import simulate
    >>> def look(rank):
    ...     model = nn.Linear(1, 1)
    ...     nn.init.ones_(model.weight)
    ...     nn.init.constant_(model.bias, 5.0 + rank)
    ...     return differing(model)
    >>> simulate(look, 2).values
    [['bias'], ['bias']]
    """
    ### BEGIN SOLUTION
    found = []
    for name, mine in _everything(model).items():
        first = mine.clone()
        dist.broadcast(first, src=0)
        differs = torch.tensor(int(not torch.equal(first, mine)))
        dist.all_reduce(differs, op=dist.ReduceOp.MAX)
        if differs:
            found.append(name)
    return found
    ### END SOLUTION


### BEGIN SOLUTION
def _everything(model: nn.Module) -> dict[str, torch.Tensor]:
    """All parameters and buffers by name, sharing memory with the model."""
    named = dict(model.named_parameters()) | dict(model.named_buffers())
    return {name: t.detach() for name, t in named.items()}


### END SOLUTION
# %% tags=["explore"]
def begin(rank: int) -> list[list[str]]:
    """What differs between ranks before and after rank 0's model is copied."""
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4))
    model(torch.randn(8, 3))
    before = differing(model)
    start_alike(model)
    return [before, differing(model)]


# %% tags=["explore"]
# Before: the weights drawn and the statistics seen; not those that always begin as 1 or 0.
if __name__ == "__main__":
    from torchdojo.ranks import simulate

    for names in simulate(begin, 2).values:
        print(names)
