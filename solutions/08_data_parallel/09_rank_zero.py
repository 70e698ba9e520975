# /// torchdojo
# title = "One number, one file"
# form = "module"
# start = "empty"
# difficulty = 2
# minutes = 35
# hints = [
#   """Which numbers can be added up over ranks so that one division at the end gives the \
#   accuracy? And who, besides the rank that writes a file, has to know that it is complete?""",
#   """Every rank sends two counts, also a rank without examples: right ones and all. For the \
#   file, `dist.barrier()` ends on each rank when every rank has called it; so think about \
#   where rank 0 calls it, and where the others do.""",
#   """`counts = torch.tensor([right, total])` is all-reduced at once. In `save_once` only \
#   rank 0 calls `torch.save` of the state dict, and after the `if` all ranks call \
#   `dist.barrier()`. `load_everywhere` has no `if` at all.""",
# ]
# ///
"""# One number, one file

When many ranks train one model, two things are wanted once: a number that says how good the model
is, and a file to keep it in. Both are easy to get nearly right. The mean of eight accuracies is not
the accuracy, unless all ranks have equally many examples. Eight ranks that write the same file at
the same time leave a mixture of bytes. And a rank that opens the file while another still writes it
sees half a model, once in a hundred runs, on the cluster, at night.

## Goal

Report and save as one, and hand the result back to all.

## Contract

All three functions are called on every rank at the same time.

- `global_accuracy(logits, labels)`
  - *takes* this rank's scores, shape `(n, K)`, of any floating-point dtype, and labels, shape
    `(n,)`; n differs from rank to rank and may be 0
  - returns, on every rank, the share of all examples of all ranks whose largest score is that of
    their label, a float
- `save_once(model, path)`
  - *takes* the model, which is alike on all ranks, and the path of a file
  - rank 0, and no other, writes the model's **state dict** to `path` by `torch.save`, or to a file
    beside it that it then renames; when the function returns, on *any* rank, the file is complete
- `load_everywhere(model, path)`
  - *takes* a model and the path of such a file
  - every rank's model gets the parameters and buffers in the file, read by `torch.load` with
    `weights_only=True`

If no rank has any example, `global_accuracy` raises `ValueError` on every rank.

## Correct and total

| rank | right | examples | accuracy |
|---|---|---|---|
| 0 | 9 | 10 | 0.9 |
| 1 | 0 | 2 | 0.0 |

The mean of the two accuracies is 0.45. Of 12 examples, 9 are right: 0.75.

## Waiting for each other

`dist.barrier()` is a door that opens when everybody stands before it:

```python
>>> import torch.distributed as dist
>>> from torchdojo.ranks import simulate
>>> def late(rank):
...     if rank == 0:
...         print("rank 0 does something that takes long")
...     dist.barrier()
...     print("rank", rank, "goes on")
>>> ranks = simulate(late, 2)
rank 0 does something that takes long
rank 1 goes on
rank 0 goes on
```

A barrier that only one rank calls never opens.

## Out of scope

Ties for the largest score, the optimizer's state, several machines without a shared disk, keeping
the best of several files.

## Read more

[torch.distributed.barrier](https://docs.pytorch.org/docs/stable/distributed.html#torch.distributed.barrier),
[saving and loading in the DDP tutorial](https://docs.pytorch.org/tutorials/intermediate/ddp_tutorial.html#save-and-load-checkpoints).
Next: all parts together, in a training run whose result does not depend on the number of ranks.
"""

# %%
from pathlib import Path

import torch
import torch.distributed as dist
from torch import nn


# %%
def global_accuracy(logits: torch.Tensor, labels: torch.Tensor) -> float:
    """The share of right predictions among the examples of all ranks.

    Raises ValueError, on every rank, if there are none.

    >>> from torchdojo.ranks import simulate
    >>> def share(rank):
    ...     labels = torch.tensor([0, 1, 2] if rank == 0 else [2])
    ...     return global_accuracy(torch.eye(3)[: len(labels)], labels)
    >>> simulate(share, 2).values
    [0.75, 0.75]
    """
    ### BEGIN SOLUTION
    right = (logits.argmax(1) == labels).sum()
    counts = torch.stack([right, torch.tensor(len(labels))])
    dist.all_reduce(counts)
    if not counts[1]:
        raise ValueError("no rank has any examples")
    return (counts[0] / counts[1]).item()
    ### END SOLUTION


# %%
def save_once(model: nn.Module, path: Path) -> None:
    """Write the state dict of rank 0's model; return, on every rank, when the file is complete.

    >>> from torchdojo.ranks import simulate
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "model.pt"
    >>> _ = simulate(lambda rank: save_once(nn.Linear(2, 1), path), 2)
    >>> sorted(torch.load(path, weights_only=True))
    ['bias', 'weight']
    """
    ### BEGIN SOLUTION
    if dist.get_rank() == 0:
        torch.save(model.state_dict(), path)
    dist.barrier()
    ### END SOLUTION


# %%
def load_everywhere(model: nn.Module, path: Path) -> None:
    """Give the model of every rank the parameters and buffers in the file.

    >>> from torchdojo.ranks import simulate
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "model.pt"
    >>> torch.save({"weight": torch.ones(1, 2), "bias": torch.zeros(1)}, path)
    >>> def load(rank):
    ...     model = nn.Linear(2, 1)
    ...     load_everywhere(model, path)
    ...     return model.weight.tolist()
    >>> simulate(load, 2).values
    [[[1.0, 1.0]], [[1.0, 1.0]]]
    """
    ### BEGIN SOLUTION
    model.load_state_dict(torch.load(path, weights_only=True))
    ### END SOLUTION


# %% tags=["explore"]
def two_ranks(rank: int) -> float:
    """Nine right of ten on rank 0, none of two on rank 1."""
    right = 9 if rank == 0 else 0
    logits = torch.tensor([[0.0, 1.0]]).repeat(10 if rank == 0 else 2, 1)
    labels = torch.tensor([1] * right + [0] * (len(logits) - right))
    return global_accuracy(logits, labels)


# %% tags=["explore"]
# Nine of twelve: 0.75, on both.
if __name__ == "__main__":
    from torchdojo.ranks import simulate

    print(simulate(two_ranks, 2).values)
