# /// torchdojo
# title = "A new order for every epoch"
# form = "module"
# start = "empty"
# difficulty = 2
# minutes = 25
# hints = [
#   """An order is a tensor of row numbers. What happens if you index two tensors with the same \
#   one? And what does a generator do that has been asked once already?""",
#   """`torch.randperm` takes a `generator`. Draw one order for each epoch and index both \
#   tensors with it. `epochs` makes its generator once, before the loop; `order_of_epoch` makes \
#   a new one each time.""",
#   """In `shuffled_pairs`: compare the lengths, \
#   `order = torch.randperm(len(x), generator=generator)`, then index x and y with it. In \
#   `epochs`: compare the lengths here too, then a list of calls of `shuffled_pairs` on the \
#   same x and y. In `order_of_epoch`: a new generator, `manual_seed(seed + epoch)`, and one \
#   draw.""",
# ]
# ///
"""# A new order for every epoch

A network that sees its examples sorted, all cats before all dogs, learns cats and then forgets
them. So training shuffles. And it shuffles again in every epoch, because with one order the same
examples would always share a batch.

Three wishes pull in different directions: the orders must differ from epoch to epoch; the whole run
must come out the same when you start it again; and an example must keep its label. Each of them can
fail without any error. If x and y are shuffled separately, the loss stays high and the network gets
the blame.

## Goal

Shuffle pairs, for as many epochs as asked, in orders that one seed decides. Then compute the order
of any epoch without those before it.

## Contract

- `shuffled_pairs(x, y, generator)`
  - *takes* tensors of shapes `(N, ...)` and `(N, ...)`, a `torch.Generator`
  - *returns* the tuple `(x, y)` with the rows of both in the same new order
- `epochs(x, y, count, seed)`
  - *takes* the same tensors and two whole numbers
  - *returns* a list of `count` such tuples, one for each epoch
- `order_of_epoch(n, seed, epoch)`
  - *takes* three whole numbers, epochs counted from 0
  - *returns* an int64 tensor of shape `(n,)`: every number from 0 to n - 1 once

Rules:

- An order is one draw of `torch.randperm(n, generator=generator)`: `order[0]` is the row that comes
  first. Nothing else is drawn.
- `epochs` has **one** generator, seeded with `seed` once. The order of each epoch is applied to
  x and y as they were given, not to the result of the epoch before.
- `order_of_epoch` draws from a new generator, seeded with `seed + epoch`.
- dtypes and devices stay. x and y are left as they are, and the results are tensors of their own.
- `shuffled_pairs` and `epochs` raise `ValueError` if x and y have different lengths; `epochs` also
  for a count of 0, which otherwise gives an empty list.
- The random numbers of the rest of the program, those of `torch`, of `random` and of NumPy, are
  neither used nor seeded.

## A generator has a memory

Each draw moves it on. Seeded again, it starts from the beginning:

```python
>>> g = torch.Generator().manual_seed(3)
>>> first, second = torch.rand(2, generator=g), torch.rand(2, generator=g)
>>> torch.equal(first, second)
False
>>> torch.equal(first, torch.rand(2, generator=torch.Generator().manual_seed(3)))
True
```

So it matters *where* in your program the generator is made: before the loop over the epochs, or
inside it. `torch.manual_seed(3)` would give the same numbers too, but it resets the global
generator that also initialises weights and drives dropout. A program that calls it in every epoch
repeats its dropout masks.

## When a run stops in epoch 7

To go on with one generator, you must draw the orders of the first seven epochs again, or save the
generator's state. If the seed of an epoch is computed from its number, nothing has to be saved.
Torch's `DistributedSampler` does this, which is why it has a method `set_epoch`. There is a price:
seed 5 in epoch 2 and seed 6 in epoch 1 give the same order.

## Out of scope

Batches, data that do not fit into memory, sampling with replacement.

## Read more

[torch.randperm](https://docs.pytorch.org/docs/stable/generated/torch.randperm.html),
[torch.Generator](https://docs.pytorch.org/docs/stable/generated/torch.Generator.html),
[reproducibility](https://docs.pytorch.org/docs/stable/notes/randomness.html),
[DistributedSampler](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.distributed.DistributedSampler).
Next: a loader of your own that draws such an order every time a loop over it begins.
"""

# %%
import torch


# %%
def shuffled_pairs(
    x: torch.Tensor, y: torch.Tensor, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return `x` and `y`, (N, ...) each, with their rows in the same new order.

    Raises ValueError if their lengths differ.

    >>> generator = torch.Generator().manual_seed(3)
    >>> shuffled_pairs(torch.arange(4), torch.arange(4) * 10, generator)
    (tensor([2, 3, 1, 0]), tensor([20, 30, 10,  0]))
    """
    ### BEGIN SOLUTION
    if len(x) != len(y):
        raise ValueError(f"x has {len(x)} rows, but y has {len(y)}")
    order = torch.randperm(len(x), generator=generator)
    return x[order], y[order]
    ### END SOLUTION


# %%
def epochs(
    x: torch.Tensor, y: torch.Tensor, count: int, seed: int
) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Return `x` and `y` in `count` different orders, all drawn from one generator.

    Raises ValueError if their lengths differ.

    >>> [x.tolist() for x, _ in epochs(torch.arange(4), torch.arange(4), 2, seed=3)]
    [[2, 3, 1, 0], [3, 2, 1, 0]]
    """
    ### BEGIN SOLUTION
    if len(x) != len(y):
        raise ValueError(f"x has {len(x)} rows, but y has {len(y)}")
    generator = torch.Generator().manual_seed(seed)
    return [shuffled_pairs(x, y, generator) for _ in range(count)]
    ### END SOLUTION


# %%
def order_of_epoch(n: int, seed: int, epoch: int) -> torch.Tensor:
    """Return the order of `n` examples in one epoch, (n,) int64, whatever came before it.

    >>> order_of_epoch(4, seed=3, epoch=2)
    tensor([3, 1, 0, 2])
    """
    ### BEGIN SOLUTION
    generator = torch.Generator().manual_seed(seed + epoch)
    return torch.randperm(n, generator=generator)
    ### END SOLUTION


# %% tags=["explore"]
animals = ["ant", "bee", "cow", "dog", "eel", "fox"]
rows = torch.arange(6)
legs = torch.tensor([6, 6, 4, 4, 0, 4])
for seed in (1, 1, 2):
    print(f"seed {seed}")
    for x, y in epochs(rows, legs, 3, seed):
        print("  ", *[f"{animals[i]}:{n}" for i, n in zip(x, y, strict=True)])

# %% tags=["explore"]
for epoch in (0, 1, 7, 1):
    print(f"epoch {epoch}, computed on its own: {order_of_epoch(6, 1, epoch).tolist()}")
