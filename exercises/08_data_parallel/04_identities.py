"""# Two halves of an all-reduce

An all-reduce leaves the whole sum on every rank. It has a middle, in which every rank holds one
part of the sum and nothing else: the first half is called *reduce-scatter*, the
second *all-gather*, and

```text
all_reduce = all_gather after reduce_scatter
```

The middle is worth knowing. Training that shards its optimizer stops there: each rank needs the
mean gradient only of the weights that it updates, and afterwards the new *weights* are gathered.
That is the same traffic as an all-reduce, with a fraction of the memory. FSDP is made of these two
halves.

## Goal

Write both halves from messages between neighbours, and an all-reduce from both halves.

## Contract

Each function is called on every rank at the same time, with tensors of the same shape and dtype.
The only communication is by `dist.send`, `recv`, `isend` and `irecv`.

- `reduce_scatter(t)`
  - *takes* a tensor of shape `(n,)`, n at least 1
  - *returns* this rank's part of the sum over all ranks, a new tensor of shape `(s,)`
- `all_gather(piece)`
  - *takes* a tensor of shape `(s,)`
  - *returns* the pieces of all ranks in the order of the ranks, a new tensor of shape
    `(world * s,)`
- `all_reduce(t)`
  - *takes* a tensor of any shape, not empty
  - *returns* the sum over all ranks, a new tensor of that shape

Rules:

- All parts are equally long: `s` is n divided by the number of ranks, rounded up. The numbers are
  followed by zeros as far as necessary, so the last parts may hold zeros alone.
- The arguments are not changed.
- With `world` ranks, each half is a ring: every rank sends `world - 1` messages of `s` numbers, all
  to the next rank, and the last rank sends to rank 0. With one rank nothing is sent.

## Three ranks, and what they hold

Rank r has the parts `a`, `b`, `c` of its tensor; `b01` is the sum of part `b` of the ranks 0 and 1:

| | rank 0 | rank 1 | rank 2 |
|---|---|---|---|
| sends first | its `c` | its `a` | its `b` |
| then | `b02` | `c01` | `a12` |
| holds at the end | `a012` | `b012` | `c012` |

In the table, a rank sends on the part that it has just received, with its own numbers added.
All-gather goes round in the same way, but nothing is added any more.

## Who sends first?

A `send` may wait until the other side receives. If all ranks send first and then receive, all of
them may wait forever; simulated ranks always do. `isend` begins a message and returns at once:

```python
>>> from torchdojo.ranks import simulate
>>> def swap(rank):
...     mine, other = torch.tensor([rank]), torch.empty(1, dtype=torch.int64)
...     work = dist.isend(mine, 1 - rank)
...     dist.recv(other, 1 - rank)
...     work.wait()
...     return other.item()
>>> simulate(swap, 2).values
[1, 0]
```

## Out of scope

Operations other than the sum, results written in place, parts of different lengths.

## Read more

[dist.reduce_scatter_tensor](https://docs.pytorch.org/docs/stable/distributed.html#torch.distributed.reduce_scatter_tensor),
[dist.all_gather_into_tensor](https://docs.pytorch.org/docs/stable/distributed.html#torch.distributed.all_gather_into_tensor),
[FSDP](https://docs.pytorch.org/docs/stable/distributed.fsdp.fully_shard.html). Next: what the sum
is for, the mean gradient of a batch that is shared out.
"""

import torch
import torch.distributed as dist


def reduce_scatter(t: torch.Tensor) -> torch.Tensor:
    """This rank's part of the sum of `t` over all ranks.

    >>> from torchdojo.ranks import simulate
    >>> simulate(lambda rank: reduce_scatter(torch.tensor([1, 2, 3])).tolist(), 2).values
    [[2, 4], [6, 0]]
    """
    # YOUR CODE HERE
    raise NotImplementedError


def all_gather(piece: torch.Tensor) -> torch.Tensor:
    """The pieces of all ranks, in the order of the ranks.

    >>> from torchdojo.ranks import simulate
    >>> simulate(lambda rank: all_gather(torch.tensor([rank, 5])).tolist(), 2).values
    [[0, 5, 1, 5], [0, 5, 1, 5]]
    """
    # YOUR CODE HERE
    raise NotImplementedError


def all_reduce(t: torch.Tensor) -> torch.Tensor:
    """The sum of `t` over all ranks.

    >>> from torchdojo.ranks import simulate
    >>> simulate(lambda rank: all_reduce(torch.tensor([[rank, 1]])).tolist(), 3).values
    [[[3, 3]], [[3, 3]], [[3, 3]]]
    """
    # YOUR CODE HERE
    raise NotImplementedError


# Room for functions of your own, if you want any.


if __name__ == "__main__":
    def halves(rank: int) -> tuple[list[float], list[float]]:
        """What a rank holds in the middle, and at the end."""
        t = torch.arange(5.0) + 10 * rank
        piece = reduce_scatter(t)
        return piece.tolist(), all_gather(piece).tolist()

    # Three ranks with 5 numbers each: one zero is needed to make equal parts.
    if __name__ == "__main__":
        from torchdojo.ranks import simulate

        for rank, (middle, end) in enumerate(simulate(halves, 3).values):
            print(f"rank {rank} holds {middle} in the middle, {end} at the end")
