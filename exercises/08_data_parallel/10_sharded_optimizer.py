"""# An optimizer in shards

Adam keeps two numbers for every weight. In data-parallel training every rank has all the weights,
all the gradients *and* all of Adam's numbers, and Adam's numbers are the same everywhere: eight
ranks keep eight copies of what is needed once. For a model of 7 billion weights in float32 that
is 56 GB on each card, before a single activation.

So share them out. Each rank keeps the state of some parameters and makes the steps of these only;
then it sends the new weights to the others. Nothing about the training changes, not a bit of a
weight. This is the first stage of what is called ZeRO, and
`torch.distributed.optim.ZeroRedundancyOptimizer` does the same.

## Goal

Write an optimizer whose state is spread over the ranks, and whose steps are those of the plain one.

## Contract

Everything but `assign` is called on every rank at the same time. The gradients are the same on all
ranks already, as after `sync_gradients`; so are the weights.

- `assign(sizes, world)`
  - *takes* a list of ints, how many numbers each parameter has; the number of ranks
  - *returns* a list of ints: for each parameter the rank that owns it. `ValueError` if `world` is
    less than 1
- `ShardedOptimizer(params, make, **options)`
  - *takes* an iterable of leaf tensors; a class of `torch.optim`; its options, such as `lr=0.1`
  - makes **one** optimizer, `make(own, **options)`, of the parameters that this rank owns.
    `ValueError` if there are no parameters at all
- `.zero_grad()`: sets the gradients of **all** parameters to None
- `.step()`: afterwards, on every rank, all parameters are as after a step of one optimizer for them
  all: in place, the same leaf tensors
- `.gather_state()`: returns, on every rank, the state of **all** parameters: a dict from positions
  in `params` to what the plain optimizer has for that parameter, copied or not
- `.load_state(state)`
  - *takes* such a dict, perhaps from another number of ranks
  - keeps a copy of what this rank owns, in place of all it kept before. The next step goes on from
    there

Rules:

- `assign` goes from the largest parameter to the smallest, of two alike the earlier first. Each
  goes to the rank that holds the fewest numbers so far, of several the first.
- A parameter whose gradient is None stays as it is. One that has never been stepped has no state,
  and is left out of `gather_state`.
- There may be more ranks than parameters. A rank that owns nothing takes part in everything else;
  no optimizer of torch can be made of an empty list.
- A rank keeps state only for what it owns: the checks look at the optimizers that make the steps.

## Who gets what

Four parameters of 6, 8, 6 and 3 numbers, two ranks:

| next | goes to | holds then |
|---|---|---|
| the 8, position 1 | rank 0 | 8 and 0 |
| a 6, position 0 | rank 1, which holds less | 8 and 6 |
| a 6, position 2 | rank 1 again | 8 and 12 |
| the 3, position 3 | rank 0 | 11 and 12 |

So `assign([6, 8, 6, 3], 2)` is `[1, 0, 1, 0]`. Taking turns would do as well here, but weights and
biases come as large, small, large, small: of 20, 4, 24 and 6 numbers, one rank would get 44 and the
other 10.

## What state looks like

```python
>>> w = torch.ones(3, requires_grad=True)
>>> adam = torch.optim.Adam([w], lr=0.1)
>>> w.grad = torch.tensor([1.0, 2.0, 3.0])
>>> adam.step()
>>> sorted(adam.state[w])
['exp_avg', 'exp_avg_sq', 'step']
```

`adam.state` is a dict from the parameter itself, not from its number. On another rank or after a
restart that tensor is a different object, so what is saved must go by position.

## Out of scope

Sharding gradients and weights too (stages two and three), tensors cut into pieces, groups of
parameters, sending while others still step, optimizers that keep no state.

## Read more

[ZeroRedundancyOptimizer](https://docs.pytorch.org/docs/stable/distributed.optim.html),
[dist.broadcast](https://docs.pytorch.org/docs/stable/distributed.html#torch.distributed.broadcast),
[torch.optim.Optimizer](https://docs.pytorch.org/docs/stable/optim.html), [ZeRO: Memory
Optimizations Toward Training Trillion Parameter Models](https://arxiv.org/abs/1910.02054). Next:
everything together, in one trainer that gives the same weights on any number of ranks.
"""

import copy
from collections.abc import Iterable
from typing import Any

import torch
import torch.distributed as dist


def assign(sizes: list[int], world: int) -> list[int]:
    """The rank that owns each parameter, for parameters of so many numbers and `world` ranks.

    >>> assign([20, 4, 24, 6], 2)
    [1, 0, 0, 1]
    """
    # YOUR CODE HERE
    raise NotImplementedError


class ShardedOptimizer:
    """One optimizer, of which every rank keeps a part.

    >>> from torchdojo.ranks import simulate
    >>> def step(rank):
    ...     params = [torch.zeros(n, requires_grad=True) for n in (2, 1)]
    ...     optimizer = ShardedOptimizer(params, torch.optim.SGD, lr=0.5)
    ...     for p in params:
    ...         p.grad = torch.ones_like(p)
    ...     optimizer.step()
    ...     return [p.tolist() for p in params]
    >>> simulate(step, 2).values
    [[[-0.5, -0.5], [-0.5]], [[-0.5, -0.5], [-0.5]]]

    Its methods are called on every rank at the same time.
    """

    def __init__(
        self, params: Iterable[torch.Tensor], make: type[torch.optim.Optimizer], **options: Any
    ) -> None:
        """Make this rank's part. Raises ValueError if there are no parameters."""
        # YOUR CODE HERE
        raise NotImplementedError

    def zero_grad(self) -> None:
        """Set the gradients of all parameters to None."""
        # YOUR CODE HERE
        raise NotImplementedError

    def step(self) -> None:
        """Step this rank's parameters, and get the others' from their owners."""
        # YOUR CODE HERE
        raise NotImplementedError

    def gather_state(self) -> dict[int, dict[str, Any]]:
        """The state of all parameters by their positions, on every rank."""
        # YOUR CODE HERE
        raise NotImplementedError

    def load_state(self, state: dict[int, dict[str, Any]]) -> None:
        """Keep a copy of those parts of `state` that this rank owns, and nothing else."""
        # YOUR CODE HERE
        raise NotImplementedError


if __name__ == "__main__":
    def memory(rank: int) -> tuple[int, int]:
        """How many numbers of Adam's state a rank keeps, and what one optimizer would keep."""
        model = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.Tanh(), torch.nn.Linear(32, 8))
        params = list(model.parameters())
        optimizer = ShardedOptimizer(params, torch.optim.Adam)
        model(torch.ones(4, 64)).sum().backward()
        optimizer.step()
        whole = sum(p.numel() for p in params)
        owners = assign([p.numel() for p in params], dist.get_world_size())
        own = sum(p.numel() for p, owner in zip(params, owners, strict=True) if owner == rank)
        return 2 * own, 2 * whole

    # Parameters are not cut, so one that is large sets the limit: most of this model is one weight.
    if __name__ == "__main__":
        from torchdojo.ranks import simulate

        for ranks in (1, 2, 4):
            print(f"{ranks} ranks keep (own, plain):", simulate(memory, ranks).values)
