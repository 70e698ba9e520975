# /// torchdojo
# title = "Average gradients across ranks"
# form = "module"
# start = "empty"
# difficulty = 2
# minutes = 35
# hints = [
#   """Each rank holds the gradients of the mean over its own examples. Which number turns such \
#   a gradient into the sum over its examples? Sums may be added across ranks, and one division \
#   at the end makes a mean of them.""",
#   """`dist.all_reduce(t)` adds up `t` over all ranks, in place, and every rank must call it \
#   equally often, in the same order. So how many calls a rank makes may depend on the model, \
#   which is the same everywhere, but never on its own data.""",
#   """First all-reduce the number of examples. Then, for every parameter that requires a \
#   gradient: `p.grad`, or zeros if it is None, times `n_local / n_total`, all-reduced. \
#   `mean_loss` is the same with one number.""",
# ]
# ///
"""# Average gradients across ranks

*Data parallel* training is one idea: every process, called a *rank*, has the same model and its own
share of the batch. Each computes gradients from its share, they are averaged over all ranks, and
every rank makes the same step. If the average is right, the weights are those that one machine with
the whole batch would have got.

If it is nearly right, nothing crashes and the loss still goes down. It is only never quite the
training that you meant: a rank with three examples counts as much as one with thirty, or the
learning rate is secretly multiplied by the number of ranks.

## Goal

Write the step that makes many ranks train as one.

## Contract

Both functions are called on every rank at the same time. `n_local` is the number of examples that
this rank has: not the same everywhere, and 0 for a rank that has none.

- `sync_gradients(model, n_local)`
  - *takes* a module whose `.grad` hold the gradients of the **mean** loss over this rank's examples
  - leaves in `.grad`, on every rank, the gradients of the mean loss over **all** examples of all
    ranks
- `mean_loss(loss, n_local)`
  - *takes* this rank's mean loss, a 0-d tensor, and `n_local`
  - *returns* the mean loss over all examples of all ranks, a float; `loss` stays as it is

Rules:

- A parameter whose `.grad` is None on this rank counts as zeros there: every one if the rank has no
  examples, otherwise those that they did not use. Afterwards it has a gradient, on every rank.
- A frozen parameter, one that does not require a gradient, keeps its `.grad`: None.
- The loss of a rank without examples may be anything, such as NaN, the mean of nothing. It does not
  count; a NaN or infinity of a rank with examples does, and makes the mean, and its gradients, NaN
  or infinite.
- If no rank has any example, both functions raise `ValueError`, on every rank.

## Ranks on your laptop

Real ranks are processes, often on several machines. `simulate` runs the same code on ranks that
take turns in this process; it calls your function once on each, with the number of the rank first:

```python
>>> import torch, torch.distributed as dist
>>> from torchdojo.ranks import simulate, spawn
>>> def add_up(rank, start):
...     t = torch.tensor([start + rank])
...     dist.all_reduce(t)                      # t becomes the sum over all ranks, on every rank
...     return t.item()
>>> simulate(add_up, 3, 10).values
[33, 33, 33]
```

`spawn(add_up, 3, 10)` does the same with three processes that talk through gloo, a real backend.
Write `dist.all_reduce`, never an import of your own for one of the two: your code cannot tell them
apart.

## All or none

`all_reduce` is a *collective*: it ends only when every rank has called it. If one rank omits a
call, say because it has no examples, the others wait forever. A simulated rank then says so:

```python
>>> def some_call_twice(rank):
...     dist.all_reduce(torch.ones(2))
...     if rank == 0:
...         dist.all_reduce(torch.ones(2))
>>> simulate(some_call_twice, 2)
Stuck: rank 0 waits in all_reduce #2 (shape [2], SUM); rank 1 has finished after 1 collective
```

## A mean of means is not the mean

| rank | examples | its mean loss |
|---|---|---|
| 0 | 3 | 2.0 |
| 1 | 1 | 6.0 |

The mean of the two is 4.0. The mean over the four examples is (3 x 2.0 + 1 x 6.0) / 4 = 3.0, and
gradients behave in the same way.

## Out of scope

Sharing out the batch, giving every rank the same weights at the start, sending gradients while the
backward pass still runs.

## Read more

[torch.distributed](https://docs.pytorch.org/docs/stable/distributed.html),
[Writing distributed applications](https://docs.pytorch.org/tutorials/intermediate/dist_tuto.html).
Next: ranks that begin with different weights never meet, however well they average.
"""

# %%
import torch
import torch.distributed as dist
from torch import nn


# %%
def sync_gradients(model: nn.Module, n_local: int) -> None:
    """Average the gradients of `model` over the examples of all ranks.

    >>> from torchdojo.ranks import simulate
    >>> def average(rank):
    ...     model = nn.Linear(1, 1)
    ...     model.bias.grad = torch.tensor([6.0 * rank])
    ...     sync_gradients(model, n_local=3 - 2 * rank)
    ...     return model.bias.grad.item()
    >>> simulate(average, 2).values
    [1.5, 1.5]
    """
    ### BEGIN SOLUTION
    n_total = _total(n_local)
    for p in model.parameters():
        if p.requires_grad:
            grad = torch.zeros_like(p) if p.grad is None else p.grad
            p.grad = grad * (n_local / n_total)
            dist.all_reduce(p.grad)
    ### END SOLUTION


# %%
def mean_loss(loss: torch.Tensor, n_local: int) -> float:
    """The mean loss over the examples of all ranks.

    >>> from torchdojo.ranks import simulate
    >>> simulate(lambda rank: mean_loss(torch.tensor(2.0 + 4 * rank), 3 - 2 * rank), 2).values
    [3.0, 3.0]
    """
    ### BEGIN SOLUTION
    n_total = _total(n_local)
    summed = loss.detach() * n_local if n_local else torch.zeros_like(loss)
    dist.all_reduce(summed)
    return summed.item() / n_total
    ### END SOLUTION


### BEGIN SOLUTION
def _total(n_local: int) -> int:
    """The number of examples of all ranks."""
    n = torch.tensor(n_local)
    dist.all_reduce(n)
    if not n:
        raise ValueError("no rank has any examples")
    return int(n)


### END SOLUTION
# %% tags=["explore"]
def shares(rank: int) -> list[float]:
    """Two ranks with 3 and 1 examples: their mean loss, and the gradient of one weight."""
    model = nn.Linear(1, 1, bias=False)
    nn.init.ones_(model.weight)
    x = torch.tensor([[1.0], [2.0], [3.0]]) if rank == 0 else torch.tensor([[10.0]])
    loss = model(x).mean()
    loss.backward()
    sync_gradients(model, len(x))
    return [mean_loss(loss, len(x)), model.weight.grad.item()]


# %% tags=["explore"]
# Over all four examples both numbers are (1 + 2 + 3 + 10) / 4 = 4, on every rank.
if __name__ == "__main__":
    from torchdojo.ranks import simulate

    print(simulate(shares, 2).values)
