# /// torchdojo
# title = "The same weights on any number of ranks"
# form = "module"
# start = "empty"
# difficulty = 4
# minutes = 75
# hints = [
#   """Write the training loop for one rank first. Then ask of each line: is what it computes \
#   the same on every rank, or this rank's own? Where something must be the same, either every \
#   rank computes it from the same numbers, or one of them tells the others.""",
#   """Same everywhere: the weights at the start, the order of the examples in each epoch, the \
#   batches, the number of steps. Its own: the share of each batch, and the gradients that come \
#   from it. A share may be empty, but its rank still takes part in every collective.""",
#   """Broadcast rank 0's parameters and buffers. In each epoch: `randperm` with a generator \
#   seeded by `seed + epoch`, cut by `split(batch_size)`; of each batch take \
#   `tensor_split(world_size)[rank]`. Divide this share's *summed* loss by the size of the \
#   whole batch, go backward, all-reduce every gradient, step.""",
# ]
# ///
"""# The same weights on any number of ranks

Two ranks should train twice as fast, and nothing else should change. That sentence is a test: train
with one rank, with two and with four, from the same start, and compare the weights. If they are
equal up to rounding, your parallel training is right. If they are nearly equal, it is wrong: some
example counted twice, some rank saw a different order, or the learning rate has quietly changed.

Most training scripts on the internet fail this test. Yours will not.

## Goal

Write the whole loop: start alike, shuffle alike, share out, average, step, report.

## Contract

`train(model, x, y, epochs, batch_size, lr, seed)` is called on every rank at the same time, with
the same data on each.

- `model`: a module that gives scores, shape `(n, K)`, for inputs, `(n, D)`; all its parameters are
  used and require a gradient. Ranks hold models of the same kind with **different** weights: those
  of rank 0 count. It may hold old gradients in `.grad`, which do not
- `x`, `y`: all examples, `(N, D)`, and their classes, `(N,)`, int64
- `epochs`, `batch_size`, `lr`: as for one machine: `batch_size` is that of the **whole** batch,
  over all ranks
- `seed`: in epoch e (0, 1, ...) the order of the examples is `torch.randperm(N, generator=g)`, `g`
  a `torch.Generator` seeded with `seed + e`

Rules:

- The batches of an epoch are pieces of `batch_size` of this order, the last one perhaps shorter.
  For each batch there is one step of `torch.optim.SGD` with the learning rate `lr`, down the
  gradient of the mean cross-entropy over the **whole batch**.
- Every rank computes on a share of its own of each batch; shares differ by at most one example.
  There may be more ranks than examples in a batch: a rank may have nothing to do, and need not call
  its model then.
- When `train` returns, every rank's `model` has the same weights: up to rounding those that one
  rank would have got.
- `train` returns a list of floats, the same on every rank: for each epoch the mean loss over all N
  examples, each measured before the step that it takes part in.

Models with dropout or batch normalisation look at more than one example or draw random numbers;
there are none here.

## What must agree

| | on every rank |
|---|---|
| start | rank 0's parameters and buffers, by `dist.broadcast` |
| order, batches, number of steps | the same, since every rank computes them from the same seed |
| share of a batch | its own: together each example once |
| gradients | the sum over the ranks, of losses divided by the size of the whole batch |
| step | the same, since it starts from the same weights and gradients |

Nothing may depend on the global random numbers: each rank has different ones.

## Try it

The last cell of this file is a script: `python 11_capstone.py --ranks 4` trains with one rank and
with four real processes on your machine, compares the weights, and says how long each took. A net
as small as this one is faster alone: the messages cost more than the work. That is a result, too,
and the reason why batches grow with the number of machines.

## Out of scope

Launchers such as `torchrun`, several machines, overlap of computing and sending, checkpoints.

## Read more

[torch.distributed](https://docs.pytorch.org/docs/stable/distributed.html),
[reproducibility](https://docs.pytorch.org/docs/stable/notes/randomness.html),
[torch.tensor_split](https://docs.pytorch.org/docs/stable/generated/torch.tensor_split.html).
"""

# %%
import torch
import torch.distributed as dist
from torch import nn


# %%
def train(
    model: nn.Module,
    x: torch.Tensor,
    y: torch.Tensor,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """Train `model` in place on every rank; return the mean loss of each epoch.

    >>> from torchdojo.ranks import simulate
    >>> def two_examples(rank):
    ...     x, y = torch.eye(2), torch.tensor([0, 1])
    ...     losses = train(nn.Linear(2, 2), x, y, epochs=3, batch_size=2, lr=1.0, seed=0)
    ...     return len(losses), losses[2] < losses[0]
    >>> simulate(two_examples, 2).values
    [(3, True), (3, True)]
    """
    ### BEGIN SOLUTION
    _start_alike(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for epoch in range(epochs):
        summed = x.new_zeros(())
        for batch in _order(len(x), seed + epoch).split(batch_size):
            share = batch.tensor_split(dist.get_world_size())[dist.get_rank()]
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x[share]), y[share], reduction="sum")
            (loss / len(batch)).backward()
            _add_up(model)
            optimizer.step()
            summed += loss.detach()
        dist.all_reduce(summed)
        losses.append(summed.item() / len(x))
    return losses
    ### END SOLUTION


### BEGIN SOLUTION
def _start_alike(model: nn.Module) -> None:
    """Give every rank the parameters and buffers of rank 0."""
    for t in [*model.parameters(), *model.buffers()]:
        dist.broadcast(t.detach(), src=0)


def _order(n: int, seed: int) -> torch.Tensor:
    """The order of the examples in an epoch."""
    return torch.randperm(n, generator=torch.Generator().manual_seed(seed))


def _add_up(model: nn.Module) -> None:
    """Make every gradient the sum over the ranks."""
    for p in model.parameters():
        dist.all_reduce(p.grad)


### END SOLUTION
# %%
def on_iris(rank: int, x: torch.Tensor, y: torch.Tensor) -> tuple[torch.Tensor, list[float]]:
    """Train a small net on this rank; return its weights and the losses."""
    model = nn.Sequential(nn.Linear(4, 16), nn.Sigmoid(), nn.Linear(16, 3)).double()
    losses = train(model, x, y, epochs=20, batch_size=32, lr=0.5, seed=1)
    return torch.cat([p.detach().flatten() for p in model.parameters()]), losses


# %%
def flowers() -> tuple[torch.Tensor, torch.Tensor]:
    """The measurements of datasets/iris, standardised, and the species as numbers."""
    import csv
    from pathlib import Path

    here = Path.cwd()
    files = [place / "datasets" / "iris" / "iris.csv" for place in (here, *here.parents)]
    file = next((file for file in files if file.is_file()), None)
    if file is None:
        raise FileNotFoundError(f"No datasets/iris in {here} or above: work inside the collection.")
    _, *rows = csv.reader(file.read_text().splitlines())
    x = torch.tensor([[float(number) for number in row[:4]] for row in rows], dtype=torch.float64)
    species = sorted({row[4] for row in rows})
    return (x - x.mean(0)) / x.std(0), torch.tensor([species.index(row[4]) for row in rows])


# %% tags=["explore"]
if __name__ == "__main__":
    import argparse
    import time

    from torchdojo.ranks import spawn

    parser = argparse.ArgumentParser(description="Train on several ranks, compare with one.")
    parser.add_argument("--ranks", type=int, default=2)
    options, _ = parser.parse_known_args()
    found, seconds = [], []
    for ranks in (1, options.ranks):
        begin = time.perf_counter()
        (weights, losses), *_ = spawn(on_iris, ranks, *flowers())
        seconds.append(time.perf_counter() - begin)
        found.append(weights)
        print(f"{ranks} rank(s): loss {losses[0]:.4f} to {losses[-1]:.4f} in {seconds[-1]:.2f} s")
    print(f"largest difference of a weight: {(found[0] - found[1]).abs().max():.1e}")
    print(f"speed-up: {seconds[0] / seconds[1]:.2f}")
