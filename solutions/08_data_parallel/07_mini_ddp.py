# /// torchdojo
# title = "DistributedDataParallel by hand"
# form = "module"
# start = "empty"
# difficulty = 4
# minutes = 75
# hints = [
#   """Keep three things: the parameters that require a gradient, last one first; which of them \
#   are ready since the last `finish`; and the works of those that are on their way. The number \
#   of works tells which parameter is next in the order.""",
#   """A hook that is called with `p` notes that `p` is ready. Then, as long as the next \
#   parameter of the order is ready, start `dist.all_reduce(p.grad, async_op=True)` for it and \
#   keep the work. `finish` starts whatever has not been started, with zeros for a `.grad` that \
#   is None, then waits and divides, and forgets everything for the next step.""",
#   """`no_sync` is a generator under `contextlib.contextmanager`: note a flag and clear it, \
#   `yield`, and give it its old value in a `finally`. Hook and `finish` return at once while \
#   the flag is cleared. `train_with_ddp`: wrap once; for each step clear the gradients, run \
#   every micro-batch but the last, forward and backward, under `ddp.no_sync()`, each loss \
#   divided by the number of micro-batches.""",
# ]
# ///
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

# %%
import contextlib
from collections.abc import Iterator
from typing import Any

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel


# %%
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
        ### BEGIN SOLUTION
        self.module = module
        _copy_from_rank_zero(module)
        self._order = _trained(module)[::-1]
        self._ready: set[nn.Parameter] = set()
        self._works: list[Any] = []
        self._syncs = True
        for p in self._order:
            p.register_post_accumulate_grad_hook(self._note)
        ### END SOLUTION

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """What the module returns."""
        ### BEGIN SOLUTION
        return self.module(*args, **kwargs)
        ### END SOLUTION

    def finish(self) -> None:
        """Send what has not been sent, and wait until every gradient is the mean over the ranks."""
        ### BEGIN SOLUTION
        if not self._syncs:
            return
        for p in self._order[len(self._works) :]:
            self._works.append(_start(p))
        for p, work in zip(self._order, self._works, strict=True):
            _end(p, work)
        self._works.clear()
        self._ready.clear()
        ### END SOLUTION

    @contextlib.contextmanager
    def no_sync(self) -> Iterator[None]:
        """Let gradients add up on each rank, and send nothing."""
        ### BEGIN SOLUTION
        before, self._syncs = self._syncs, False
        try:
            yield
        finally:
            self._syncs = before
        ### END SOLUTION

    ### BEGIN SOLUTION
    def _note(self, p: nn.Parameter) -> None:
        """The gradient of `p` is ready: send it and those that had to wait for it."""
        if self._syncs:
            self._ready.add(p)
            for following in self._order[len(self._works) :]:
                if following not in self._ready:
                    break
                self._works.append(_start(following))

    ### END SOLUTION


### BEGIN SOLUTION
def _copy_from_rank_zero(module: nn.Module) -> None:
    for t in [*module.parameters(), *module.buffers()]:
        dist.broadcast(t.detach(), src=0)


def _trained(module: nn.Module) -> list[nn.Parameter]:
    """Each parameter that requires a gradient, once."""
    return [p for p in module.parameters() if p.requires_grad]


def _start(p: nn.Parameter) -> Any:
    """Begin to add up the gradient of `p`."""
    if p.grad is None:
        p.grad = torch.zeros_like(p)
    return dist.all_reduce(p.grad, async_op=True)


def _end(p: nn.Parameter, work: Any) -> None:
    """Wait for the sum, and make it a mean."""
    work.wait()
    p.grad /= dist.get_world_size()


### END SOLUTION
# %%
def train_with_ddp(
    model: nn.Module, steps: list[list[tuple[torch.Tensor, torch.Tensor]]], lr: float
) -> None:
    """Train `model` on this rank's micro-batches with the real DistributedDataParallel."""
    ### BEGIN SOLUTION
    ddp = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(ddp.parameters(), lr=lr)
    for *early, last in steps:
        optimizer.zero_grad()
        share = 1 / (len(early) + 1)
        with ddp.no_sync():
            for micro_batch in early:
                _add_gradients(ddp, micro_batch, share)
        _add_gradients(ddp, last, share)
        optimizer.step()
    ### END SOLUTION


### BEGIN SOLUTION
def _add_gradients(
    ddp: nn.Module, micro_batch: tuple[torch.Tensor, torch.Tensor], share: float
) -> None:
    """Run `ddp` forward and backward on a micro-batch whose loss counts by `share`."""
    x, y = micro_batch
    (share * nn.functional.mse_loss(ddp(x), y)).backward()


### END SOLUTION
# %% tags=["explore"]
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


# %% tags=["explore"]
# Alone, ranks 0 and 1 have the gradients 1 and 3; both must end with the mean, 2.
if __name__ == "__main__":
    from torchdojo.ranks import simulate

    ranks = simulate(one_step, 2)
    print(ranks.values)
    print([str(call) for call in ranks.calls[0]])
