# /// torchdojo
# title = "Gradients travel in buckets"
# form = "module"
# start = "empty"
# difficulty = 3
# minutes = 45
# hints = [
#   """Which ranks must agree on what is in a bucket, and what do all of them know without \
#   asking? Does `torch.cat` give you the gradients themselves, or a copy of them?""",
#   """For the plan, keep the newest bucket of each dtype together with how many numbers it \
#   has. For the average, go through the buckets in order: make one flat vector, all-reduce it, \
#   divide, cut it into pieces of the right sizes, and copy each piece back into the gradient \
#   that it came from.""",
#   """`flat = torch.cat([g.flatten() for g in grads])`, then `dist.all_reduce(flat)` and \
#   `flat /= dist.get_world_size()`; `flat.split([g.numel() for g in grads])` has the pieces, \
#   and `g.copy_(piece.view_as(g))` puts one back. A gradient that is None becomes \
#   `torch.zeros_like(p)` first.""",
# ]
# ///
"""# Gradients travel in buckets

A message between machines costs a fixed time to start, however small it is. A transformer has
hundreds of parameters, many of them as small as a bias: one all-reduce for each would spend the
time on starting. One all-reduce for everything would have to wait until the backward pass has
finished. So gradients travel in *buckets* of some megabytes, and a bucket is sent as soon as it is
full.

`DistributedDataParallel` does this, with `bucket_cap_mb=25`. And because the backward pass begins
at the end of the model, its buckets do, too.

## Goal

Plan buckets, and average gradients by one message for each.

## Contract

`params` is a list of leaf tensors, the same on every rank: as many, of the same shapes and dtypes,
in the same order.

- `plan_buckets(params, limit)`
  - *takes* the parameters; the most numbers that a bucket may hold, 1 or more
  - *returns* a list of lists of ints: the positions of the parameters in each bucket. `ValueError`
    if `limit` is less than 1
- `average_in_buckets(params, limit)`
  - *takes* the same, on every rank at the same time
  - replaces each `.grad` by its mean over the ranks, with **one** `all_reduce` for each planned
    bucket, in the order of the plan, of a vector with all its numbers

Rules:

- The plan goes through the parameters from the last to the first. Each joins the newest bucket **of
  its dtype**, if there is one and its numbers still fit in; otherwise it begins a new bucket.
  Buckets stand in the order in which they were begun.
- A parameter with more than `limit` numbers gets a bucket of its own; nothing fits in beside it.
- A parameter that does not require a gradient is in no bucket, and is left alone.
- A `.grad` that is None on this rank counts as zeros, and is a tensor afterwards. A `.grad` that is
  there stays the same tensor, with the same memory and layout: only its numbers change.

## Which bucket?

Five parameters of 6, 2, 3, 8 and 2 numbers, all float32, with a limit of 8:

| position | numbers | bucket |
|---|---|---|
| 4 | 2 | a new one |
| 3 | 8 | 2 + 8 is too much: a new one |
| 2 | 3 | 8 + 3 is too much: a new one |
| 1 | 2 | joins: 3 + 2 |
| 0 | 6 | 5 + 6 is too much: a new one |

So `plan_buckets(params, 8)` is `[[4], [3], [2, 1], [0]]`. Position 1 would have fitted in beside
position 4, but only the newest bucket is open: the others have been sent already.

## A view, or a copy?

```python
>>> t = torch.zeros(2, 3)
>>> _ = t.flatten().add_(1)          # a view of t: t changes
>>> _ = t.t().flatten().add_(1)      # a copy, since t.t() is not in one piece: t stays
>>> _ = torch.cat([t.flatten()]).add_(1)      # always a copy
>>> t
tensor([[1., 1., 1.],
        [1., 1., 1.]])
```

An all-reduce changes its vector in place. Whether the gradients change with it depends on the line
that made the vector, unless you copy the numbers back yourself.

## Out of scope

Starting while the backward pass still runs, gradients that are views of their bucket, shares of
different sizes.

## Read more

[DistributedDataParallel](https://docs.pytorch.org/docs/stable/generated/torch.nn.parallel.DistributedDataParallel.html),
[how it is made](https://docs.pytorch.org/docs/stable/notes/ddp.html),
[torch.split](https://docs.pytorch.org/docs/stable/generated/torch.split.html). Next: numbers that
all ranks agree on, and a file that only one of them may write.
"""

# %%
import torch
import torch.distributed as dist


# %%
def plan_buckets(params: list[torch.Tensor], limit: int) -> list[list[int]]:
    """The positions of the parameters in each bucket of at most `limit` numbers.

    >>> params = [torch.zeros(n, requires_grad=True) for n in (3, 1, 4)]
    >>> plan_buckets(params, 5)
    [[2, 1], [0]]
    """
    ### BEGIN SOLUTION
    if limit < 1:
        raise ValueError(f"a bucket must have room for a number at least, not for {limit}")
    buckets: list[list[int]] = []
    newest: dict[torch.dtype, list[int]] = {}
    room: dict[torch.dtype, int] = {}
    for i in reversed(range(len(params))):
        p = params[i]
        if not p.requires_grad:
            continue
        if p.dtype not in newest or p.numel() > room[p.dtype]:
            newest[p.dtype], room[p.dtype] = [], limit
            buckets.append(newest[p.dtype])
        newest[p.dtype].append(i)
        room[p.dtype] -= p.numel()
    return buckets
    ### END SOLUTION


# %%
def average_in_buckets(params: list[torch.Tensor], limit: int) -> None:
    """Average the gradients over the ranks, by one all-reduce for each bucket.

    >>> from torchdojo.ranks import simulate
    >>> def average(rank):
    ...     p = torch.zeros(2, requires_grad=True)
    ...     p.grad = torch.tensor([1.0, 4.0 * rank])
    ...     average_in_buckets([p], limit=8)
    ...     return p.grad.tolist()
    >>> simulate(average, 2).values
    [[1.0, 2.0], [1.0, 2.0]]
    """
    ### BEGIN SOLUTION
    for bucket in plan_buckets(params, limit):
        for i in bucket:
            if params[i].grad is None:
                params[i].grad = torch.zeros_like(params[i])
        grads = [params[i].grad for i in bucket]
        flat = torch.cat([grad.flatten() for grad in grads])
        dist.all_reduce(flat)
        flat /= dist.get_world_size()
        for grad, piece in zip(grads, flat.split([grad.numel() for grad in grads]), strict=True):
            grad.copy_(piece.view_as(grad))
    ### END SOLUTION


# %% tags=["explore"]
def messages(rank: int, limit: int) -> None:
    """One step of a model with 12 parameters."""
    layers = [torch.nn.Linear(50, 50) for _ in range(6)]
    params = list(torch.nn.Sequential(*layers).parameters())
    for p in params:
        p.grad = torch.ones_like(p)
    average_in_buckets(params, limit)


# %% tags=["explore"]
# From a message for each parameter to one for all of them.
if __name__ == "__main__":
    from torchdojo.ranks import simulate

    for limit in (1, 3_000, 6_000, 20_000):
        calls = simulate(messages, 2, limit).calls[0]
        print(f"limit {limit:6}: {len(calls):2} messages of", [call.shape[0] for call in calls])
