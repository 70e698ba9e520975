# /// torchdojo
# title = "All-reduce from send and receive"
# form = "module"
# start = "empty"
# difficulty = 3
# minutes = 60
# hints = [
#   """Draw three ranks and three pieces on paper, and write into each cell which ranks' \
#   numbers it contains. In every round each rank sends one piece to the right and adds one \
#   that comes from the left. Which piece must it send so that, after two rounds, each rank has \
#   one complete piece?""",
#   """`dist.send` returns only when the other side receives, so a circle in which all send \
#   first never moves. Start the sending in the background with `work = dist.isend(...)`, \
#   receive, then `work.wait()`. Cut a flat vector by `tensor_split`, which always gives as \
#   many pieces as you ask for.""",
#   """Ring, first half: in round k (from 0) rank r sends piece r - k and adds what it gets to \
#   piece r - k - 1, counted modulo the number of ranks. Second half: it sends piece r + 1 - k \
#   and overwrites piece r - k. Naive: rank 0 adds to a clone; all others send, then receive \
#   into a new tensor. Send contiguous tensors only.""",
# ]
# ///
"""# All-reduce from send and receive

`dist.all_reduce` is the heart of data-parallel training: every step, all gradients of all ranks are
added up, and everyone gets the sum. What it costs decides whether eight machines are eight times as
fast as one, or slower than one. The obvious way sends everything through one rank, whose link is
soon full. The way that made large clusters work is a *ring*: nobody sends more than about twice the
tensor, whether there are 4 ranks or 400.

## Goal

Write both, from messages between two ranks.

## Contract

Both functions are called on every rank at the same time with a tensor `t` that has the same shape
and dtype everywhere: any shape (also 0-d, also with fewer elements than there are ranks, also not
contiguous), floating-point or integer. N is the number of ranks, from 1.

- `all_reduce_naive(t)`
  - *takes* a tensor
  - *returns* the sum over all ranks, a **new** tensor like `t`; `t` stays as it is on every rank
- `all_reduce_ring(t)`
  - *takes* a tensor
  - turns `t` itself into the sum over all ranks, as `dist.all_reduce` does; returns None

Rules:

- **Naive**: every other rank sends its whole tensor to rank 0, once, and rank 0 sends the whole sum
  back to each, once.
- **Ring**: rank r sends only to rank r + 1 and receives only from rank r - 1, modulo N. It cuts the
  tensor into N pieces that are as equal as possible and sends 2(N - 1) messages of one piece each:
  for n elements that N divides, 2(N - 1)n/N numbers. An empty piece need not be sent.
- The ring gives exactly the same bits on every rank: sums that are rounded differently on another
  rank would let models drift apart.
- Only `dist.send`, `dist.recv`, `dist.isend` and `dist.irecv` may move data. Alone, a rank sends
  nothing.

## A send waits for its receive

```python
>>> import torch, torch.distributed as dist
>>> from torchdojo.ranks import simulate
>>> def swap(rank):
...     mine, other = torch.tensor([rank, 7]), torch.zeros(2, dtype=torch.int64)
...     dist.send(mine, 1 - rank)
...     dist.recv(other, 1 - rank)
...     return other.tolist()
>>> simulate(swap, 2)
Stuck: rank 0 waits in send (shape [2], to rank 1); rank 1 waits in send (shape [2], to rank 0)
```

Some real backends keep small messages for the receiver, so such a program runs well until the day
the tensors grow. `isend` and `irecv` begin a message and return an object; its `wait()` returns
when the message is through. Until then, leave the tensor alone.

A message has the shape and dtype of the tensor on both sides, and real backends want it contiguous.

## Two halves of a ring

Three ranks, three pieces; a cell says whose numbers are in the sum, and `-` stands for a sum that
is not complete:

| after | rank 0 | rank 1 | rank 2 |
|---|---|---|---|
| the start | 0, 0, 0 | 1, 1, 1 | 2, 2, 2 |
| N - 1 rounds of sending and **adding** | -, 012, - | -, -, 012 | 012, -, - |
| N - 1 rounds of sending and **overwriting** | 012, 012, 012 | 012, 012, 012 | 012, 012, 012 |

After the first half, called *reduce-scatter*, every rank has one complete piece; the second
half, *all-gather*, passes the complete pieces on. In each round all ranks send at the same time, so
all links are busy and none is congested.

## What it costs

A model with 100 million parameters in float32 has 400 MB of gradients. With 16 ranks:

| | naive | ring |
|---|---|---|
| rank 0 sends | 6 GB | 750 MB |
| every other rank sends | 400 MB | 750 MB |

The slowest rank counts.

## Out of scope

Operations other than the sum, trees, several machines with links of different speed, groups of
ranks.

## Read more

[torch.distributed: point-to-point
communication](https://docs.pytorch.org/docs/stable/distributed.html#point-to-point-communication),
[Writing distributed applications](https://docs.pytorch.org/tutorials/intermediate/dist_tuto.html).
Next: the two halves of this ring, each of which is useful on its own.
"""

# %%
import torch
import torch.distributed as dist


# %%
def all_reduce_naive(t: torch.Tensor) -> torch.Tensor:
    """The sum of `t` over all ranks, by way of rank 0.

    >>> from torchdojo.ranks import simulate
    >>> simulate(lambda rank: all_reduce_naive(torch.tensor([rank, 7])).tolist(), 3).values
    [[3, 21], [3, 21], [3, 21]]
    """
    ### BEGIN SOLUTION
    total = t.clone(memory_format=torch.contiguous_format)
    others = range(1, dist.get_world_size())
    if dist.get_rank() in others:
        dist.send(total, 0)
        dist.recv(total, 0)
        return total
    received = torch.empty_like(total)
    for other in others:
        dist.recv(received, other)
        total += received
    for other in others:
        dist.send(total, other)
    return total
    ### END SOLUTION


# %%
def all_reduce_ring(t: torch.Tensor) -> None:
    """Turn `t` into its sum over all ranks, by pieces that go round.

    >>> from torchdojo.ranks import simulate
    >>> def add_up(rank):
    ...     t = torch.tensor([rank, 7])
    ...     all_reduce_ring(t)
    ...     return t.tolist()
    >>> simulate(add_up, 3).values
    [[3, 21], [3, 21], [3, 21]]
    """
    ### BEGIN SOLUTION
    rank, world = dist.get_rank(), dist.get_world_size()
    flat = t.contiguous().flatten()
    pieces = flat.tensor_split(world)
    for k in range(world - 1):
        mine = pieces[(rank - k - 1) % world]
        mine += _pass_on(pieces[(rank - k) % world], mine)
    for k in range(world - 1):
        mine = pieces[(rank - k) % world]
        mine.copy_(_pass_on(pieces[(rank + 1 - k) % world], mine))
    t.copy_(flat.view_as(t))
    ### END SOLUTION


### BEGIN SOLUTION
def _pass_on(outgoing: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    """Send to the right; what came from the left, a tensor such as `like`."""
    rank, world = dist.get_rank(), dist.get_world_size()
    incoming = torch.empty_like(like)
    sending = dist.isend(outgoing, (rank + 1) % world)
    dist.recv(incoming, (rank - 1) % world)
    sending.wait()
    return incoming


### END SOLUTION
# %% tags=["explore"]
def add_up(rank: int) -> list[int]:
    """Four ranks add up six numbers each, both ways."""
    t = torch.arange(6) * 10**rank
    naive = all_reduce_naive(t)
    all_reduce_ring(t)
    return [*naive.tolist(), *t.tolist()]


# %% tags=["explore"]
# Each rank should show 0, 1111, 2222, 3333, 4444, 5555, twice; below it, what rank 1 has sent.
if __name__ == "__main__":
    from torchdojo.ranks import simulate

    ranks = simulate(add_up, 4)
    print(ranks.values)
    print([str(call) for call in ranks.calls[1] if call.kind == "send"])
