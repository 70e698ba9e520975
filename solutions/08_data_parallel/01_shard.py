# /// torchdojo
# title = "My share of the batch"
# form = "module"
# start = "empty"
# difficulty = 2
# minutes = 25
# hints = [
#   """Deal 11 examples to 4 ranks on paper. How many does each get, and how many examples \
#   lie *before* those of rank 2?""",
#   """`divmod(n, world)` gives the size that every rank gets at least, and how many ranks get \
#   one more. The ranks before mine hold `rank` times that size, plus one for each of them that \
#   is among the larger ones: `min` says how many.""",
#   """With `size, larger = divmod(n, world)`, the share of a rank starts at \
#   `rank * size + min(rank, larger)`, and it stops where the share of `rank + 1` would start. \
#   For `owner`, examples before `larger * (size + 1)` are in larger shares, the others in \
#   smaller ones: divide within the part that the index lies in.""",
# ]
# ///
"""# My share of the batch

Training on several processors means that the same program runs several times. The copies are
called *ranks*: each knows its own number, `rank`, from 0, and how many there are, `world`. Nothing
else tells them apart, and nobody hands out the work: every rank works out its own share, without
asking, and the shares must fit together. An example that two ranks train on counts double; one that
nobody takes is never learned; and neither raises an error.

## Goal

Cut a batch into one share for each rank, and find the rank that has a given example.

## Contract

- `bounds(n, rank, world)`
  - *takes* the number of examples, `n >= 0`, and who is asking
  - *returns* `(start, stop)`: rank `rank` has the examples from `start` up to, not including,
    `stop`
- `my_share(batch, rank, world)`
  - *takes* a tensor of shape `(N, ...)`, or a tuple of tensors with the same N
  - *returns* the rows of this rank: a tensor, or a tuple of tensors, each cut in the same place
- `owner(index, n, world)`
  - *takes* the position of an example, and the sizes
  - *returns* the rank whose share holds it

Rules:

- **Each example has exactly one owner**, and the shares of ranks 0, 1, 2, ... in sequence are the
  batch in its original order.
- **Sizes differ by at most one.** The larger shares go to the first ranks.
- With more ranks than examples, the last ranks get **empty** shares: shape `(0, ...)`, the same
  dtype. An empty share still *is* a share: its rank must take part in every exchange of gradients,
  or the others wait for it forever.
- `ValueError` if `world` is less than 1, if `rank` is not in `0 .. world - 1`, if `index` is not in
  `0 .. n - 1`, or if the tensors of a tuple have different lengths.
- `bounds` and `owner` calculate; they make no list of the examples. They work for n = 10¹⁸ as well.

## An example

Five examples, three ranks:

```text
example   0   1   2   3   4
rank      0   0   1   1   2
```

`bounds(5, 1, 3)` is `(2, 4)`, and `owner(4, 5, 3)` is 2.

## Why not `chunk`

`torch.chunk(t, n)` rounds the size up, and cuts until nothing is left. Nine rows for six ranks make
pieces of two: five pieces, four of two rows and one of a single row. Rank 5 asks for piece number 5
and gets an `IndexError`; the other five wait for it.

And why not every third row, `t[rank::world]`? This is a fair deal too, and the way a sampler does
it. But it changes the order when the results are concatenated, so an evaluation has to restore the
order of its predictions.

## Negative ranks

Python counts from the end when an index is negative. A rank of -1, the usual sign for "not started
in parallel", therefore takes the share of the last rank without complaint, and these examples are
trained on twice. So look before you cut.

## Out of scope

Data sets that are not in memory; weights for shares of different sizes (a later exercise on
averaging gradients); copies: a share may be a view.

## Read more

[torch.tensor_split](https://docs.pytorch.org/docs/stable/generated/torch.tensor_split.html),
[torch.chunk](https://docs.pytorch.org/docs/stable/generated/torch.chunk.html), [Distributed
communication: ranks and world size](https://docs.pytorch.org/docs/stable/distributed.html),
[DTensor's way to shard](https://docs.pytorch.org/docs/stable/distributed.tensor.html). Next: a
sampler, which deals out a whole data set in a new order every epoch.
"""

# %%
import torch

Batch = torch.Tensor | tuple[torch.Tensor, ...]


# %%
def bounds(n: int, rank: int, world: int) -> tuple[int, int]:
    """Return where the share of `rank` starts and stops among `n` examples for `world` ranks.

    Raises ValueError if there is no such rank.

    >>> bounds(7, 1, 3)
    (3, 5)
    """
    ### BEGIN SOLUTION
    if not 0 <= rank < world:
        raise ValueError(f"rank {rank} is not one of {world} ranks")
    size, larger = divmod(n, world)
    start = rank * size + min(rank, larger)
    return start, start + size + (rank < larger)
    ### END SOLUTION


# %%
def my_share(batch: Batch, rank: int, world: int) -> Batch:
    """Return the rows of `rank`: of a tensor (N, ...), or of each tensor of a tuple.

    Raises ValueError if there is no such rank, or if the tensors have different lengths.

    >>> my_share(torch.tensor([3, 1, 4, 1, 5]), 0, 2)
    tensor([3, 1, 4])
    """
    ### BEGIN SOLUTION
    if isinstance(batch, torch.Tensor):
        start, stop = bounds(len(batch), rank, world)
        return batch[start:stop]
    lengths = {len(t) for t in batch}
    if len(lengths) > 1:
        raise ValueError(f"the tensors have different lengths: {sorted(lengths)}")
    return tuple(my_share(t, rank, world) for t in batch)
    ### END SOLUTION


# %%
def owner(index: int, n: int, world: int) -> int:
    """Return the rank whose share holds example `index` of `n`.

    Raises ValueError if there is no such example, or no rank at all.

    >>> owner(4, 7, 3)
    1
    """
    ### BEGIN SOLUTION
    if world < 1 or not 0 <= index < n:
        raise ValueError(f"no example {index} among {n} for {world} ranks")
    size, larger = divmod(n, world)
    border = larger * (size + 1)
    if index < border:
        return index // (size + 1)
    return larger + (index - border) // size
    ### END SOLUTION


# %% tags=["explore"]
x, y = torch.arange(9) * 10, torch.arange(9)
print("chunk makes", len(x.chunk(6)), "pieces for six ranks")
for rank in range(6):
    print("rank", rank, "has", *(t.tolist() for t in my_share((x, y), rank, 6)))
print("owners:", [owner(i, 9, 6) for i in range(9)])
print("the last of ten examples among 16 ranks:", my_share(torch.ones(10, 3), 15, 16).shape)
