"""# DistributedDataParallel by hand

Averaging gradients after the backward pass is right, but the network idles while the gradients are
computed, and the processor idles while they are sent. `DistributedDataParallel` sends each
gradient **while the backward pass still computes the next**: the last layer's gradient is ready
first and is already under way when the first layer's turn comes. On many machines that hides most
of the cost. How does a wrapper know that a gradient is ready, when all it sees is
`loss.backward()`? By hooks, and they have traps: parameters that are used twice, or not at all, or
on some ranks only.

## Goal

Write the wrapper; then train with the real one, and see that both take the same steps.

## Contract

`MiniDDP(module)` is an `nn.Module` made on every rank at the same time. N is the number of ranks.

- `MiniDDP(module)`: keeps it as `self.module`, and gives its parameters and buffers, on every rank,
  the values of rank 0
- `forward(*args, **kwargs)`: returns what `module` returns
- `finish()`: called after `backward()`: when it returns, the `.grad` of each parameter that
  requires a gradient is the **mean over the ranks** of what the ranks had
- `no_sync()`: a context manager: in it, `backward()` sends nothing, `finish()` does nothing, and
  gradients add up on each rank. It also ends when an exception is raised inside, and may stand in
  another `no_sync`

Rules:

- Each parameter that requires a gradient is sent once per `finish`, by one `dist.all_reduce` of its
  `.grad`, with `async_op=True`: no rank waits for another before `finish`. A frozen parameter is
  not sent, and its `.grad` stays None.
- **Order**: the reverse of `module.parameters()`. A gradient is sent as soon as it is ready **and**
  all before it in this order have been sent; `finish` sends the rest.
- What is sent is the whole `.grad`, with what has been gathered under `no_sync`. A `.grad` that is
  None at `finish` counts as zeros; afterwards it has a gradient.
- Between two calls of `finish` outside `no_sync` there is one `backward()` outside `no_sync`, the
  last of all.

`train_with_ddp(model, steps, lr)` trains `model` in place, on every rank of a real process group,
with the **real** `torch.nn.parallel.DistributedDataParallel`, and returns None.

- `steps` is a list; each step is this rank's list of micro-batches `(x, y)`: at least one, and as
  many as on the other ranks.
- The loss of a step is the mean over the micro-batches of `nn.functional.mse_loss(output, y)`.
  After each step's gradients are averaged over the ranks, once, comes one step of `torch.optim.SGD`
  with the learning rate `lr`.
- All micro-batches of a step but its last run under DDP's own `no_sync()`, the forward pass too.
- Gradients that `model` already has in `.grad` do not count.

## Hooks

```python
>>> import torch
>>> from torch import nn
>>> layer = nn.Linear(2, 1)
>>> for name, p in layer.named_parameters():
...     hook = lambda p, name=name: print(name, p.grad.shape)
...     handle = p.register_post_accumulate_grad_hook(hook)
>>> layer(torch.ones(3, 2)).sum().backward()
bias torch.Size([1])
weight torch.Size([1, 2])
```

The hook runs once per backward pass, when everything that this pass adds to `p.grad` is in it,
however often the parameter is used. (`p.register_hook` runs earlier, before `.grad` has changed.)
For a parameter that is not used it does not run at all.

## Why a fixed order

Collectives have no names: the third call on one rank meets the third call on every other. Say
rank 0 uses layers A and C, rank 1 uses B and C, and each sends what is ready: then rank 0's
gradient of A is added to rank 1's gradient of B. If the shapes differ, you see an error; if they
are equal, nothing tells you. With one order for all ranks, a parameter that is not used holds up
those after it until `finish`. That costs time, but never mixes anything.

```python
>>> work = dist.all_reduce(t, async_op=True)    # returns at once; leave t alone until ...
>>> work.wait()                                 # ... t holds the sum
```

## Means of means

Real DDP divides by the number of ranks, not of examples, and so does yours. It is exact if all
ranks have equally many examples; samplers take care of that.

## Out of scope

Buckets, which send many small gradients as one; buffers that change during training; modules made
after the wrapper.

## Read more

[DistributedDataParallel](https://docs.pytorch.org/docs/stable/generated/torch.nn.parallel.DistributedDataParallel.html),
[how it works inside](https://docs.pytorch.org/docs/stable/notes/ddp.html),
[register_post_accumulate_grad_hook](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.register_post_accumulate_grad_hook.html).
Next: many small messages cost more than one large one, so gradients travel in buckets.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel


class MiniDDP(nn.Module):
    """A module whose gradients are averaged over all ranks while they are computed.

    >>> from torchdojo.ranks import simulate
    >>> def step(rank):
    ...     ddp = MiniDDP(nn.Linear(1, 1))
    ...     ddp(torch.tensor([[4.0 * rank]])).sum().backward()
    ...     ddp.finish()
    ...     return ddp.module.weight.grad.item()
    >>> simulate(step, 2).values
    [2.0, 2.0]
    """

    def __init__(self, module: nn.Module) -> None:
        super().__init__()
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """What the module returns."""
        # YOUR CODE HERE
        raise NotImplementedError

    def finish(self) -> None:
        """Send what has not been sent, and wait until every gradient is the mean over the ranks."""
        # YOUR CODE HERE
        raise NotImplementedError

    @contextlib.contextmanager
    def no_sync(self) -> Iterator[None]:
        """Let gradients add up on each rank, and send nothing."""
        # YOUR CODE HERE
        raise NotImplementedError

    # Room for methods of your own, if you want any.


# Room for functions of your own, if you want any.


def train_with_ddp(
    model: nn.Module, steps: list[list[tuple[torch.Tensor, torch.Tensor]]], lr: float
) -> None:
    """Train `model` on this rank's micro-batches with the real DistributedDataParallel."""
    # YOUR CODE HERE
    raise NotImplementedError


# Room for functions of your own, if you want any.


if __name__ == "__main__":
    def one_step(rank: int) -> list[float]:
        """The gradient of one weight on this rank alone, and the mean over the ranks."""
        model = nn.Linear(1, 1, bias=False)
        wrapped = MiniDDP(model)
        x = torch.tensor([[1.0 + 2 * rank]])
        with wrapped.no_sync():
            wrapped(x).sum().backward()
        alone = model.weight.grad.item()
        model.weight.grad = None
        wrapped(x).sum().backward()
        wrapped.finish()
        return [alone, model.weight.grad.item()]

    # Alone, ranks 0 and 1 have the gradients 1 and 3; both must end with the mean, 2.
    if __name__ == "__main__":
        from torchdojo.ranks import simulate

        ranks = simulate(one_step, 2)
        print(ranks.values)
        print([str(call) for call in ranks.calls[0]])
