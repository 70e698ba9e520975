"""# Random numbers that can be drawn again

Weights start at random, batches are shuffled, pictures are flipped, units drop out. When a run must
be repeated, for a bug report, a paper, a resumed training, all of that must come out the same. The
easy way is `torch.manual_seed(0)` at the top of the program. It sets a **global** stream from which
everybody draws: one more random number in the augmentation, and all later weights and shuffles are
different.

A `torch.Generator` is a stream of its own. A function that takes one as an argument says: my
numbers come from here, and I touch nothing else.

## Goal

Write three functions that draw from a given generator, with the range, the mean and the ends that
are asked for.

## Contract

- `uniform(shape, lo, hi, generator)`
  - *returns* float32, spread evenly over `lo` to `hi`, with or without `hi` itself
  - *raises `ValueError` if* `lo >= hi`
- `normal(shape, mean, std, generator)`
  - *returns* float32, normally distributed with this mean and **standard deviation**, which may
    be 0
  - *raises `ValueError` if* `std < 0`
- `integers(shape, lo, hi, generator)`
  - *returns* int64, the whole numbers from `lo` to `hi`, **both included** and all equally likely;
    `lo` may equal `hi`
  - *raises `ValueError` if* `lo > hi`

Rules:

- `shape` is a tuple or a list of sizes, perhaps empty. Every element is drawn by itself.
- All numbers come from `generator`: two generators with the same seed give the same numbers, and a
  second call with the same generator goes on in its stream and gives new ones.
- The global generator, and its seed, stay as they are.
- The result is on the device of the generator.

The statistics are checked on 40,000 numbers. The usual mistakes miss by so much that a correct
program never fails by bad luck.

## A stream of its own

```python
>>> g = torch.Generator().manual_seed(7)
>>> first = torch.rand(2, generator=g)
>>> second = torch.rand(2, generator=g)        # the stream goes on
>>> g.manual_seed(7).initial_seed()            # back to the beginning
7
>>> torch.equal(torch.rand(2, generator=g), first), torch.equal(first, second)
(True, False)
```

A function that seeds the generator, or makes a new one, gives the same "random" batch every time.

## Stretch, then shift

A standard die for real numbers, `torch.rand`, covers 0 to 1. Times 2 it covers 0 to 2: the length
is right for an interval from 3 to 5, the place is not. The same two steps turn the standard normal
distribution into any other.

## Where the ends get lost

`torch.randint(low, high, size)` never draws `high`, like Python's `range`. And rounding is worse
than it looks: of the numbers from 1 to 3, those below 1.5 become 1, those up to 2.5 become 2, the
rest 3. The 2 has an interval twice as long as those of the ends, so it comes twice as often.

## Out of scope

Random permutations, distributions of `torch.distributions`, cryptography.

## Read more

[torch.Generator](https://docs.pytorch.org/docs/stable/generated/torch.Generator.html),
[torch.rand](https://docs.pytorch.org/docs/stable/generated/torch.rand.html),
[torch.randint](https://docs.pytorch.org/docs/stable/generated/torch.randint.html),
[Reproducibility](https://docs.pytorch.org/docs/stable/notes/randomness.html).
Next: tensors that keep their numbers and change their shape.
"""

import torch


def uniform(
    shape: tuple[int, ...], lo: float, hi: float, generator: torch.Generator
) -> torch.Tensor:
    """Draw a float32 tensor of `shape`, spread evenly over `lo` to `hi`, from `generator`.

    Raises ValueError if `lo` is not smaller than `hi`.

    >>> uniform((2, 3), 3.0, 5.0, torch.Generator()).shape
    torch.Size([2, 3])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def normal(
    shape: tuple[int, ...], mean: float, std: float, generator: torch.Generator
) -> torch.Tensor:
    """Draw a float32 tensor of `shape`, normally distributed, from `generator`.

    Raises ValueError if the standard deviation `std` is negative.

    >>> normal((3,), 2.5, 0.0, torch.Generator())
    tensor([2.5000, 2.5000, 2.5000])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def integers(shape: tuple[int, ...], lo: int, hi: int, generator: torch.Generator) -> torch.Tensor:
    """Draw an int64 tensor of `shape` from `generator`: numbers from `lo` to `hi`, both included.

    Raises ValueError if `lo` is larger than `hi`.

    >>> integers([2], 4, 4, torch.Generator())
    tensor([4, 4])
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    generator = torch.Generator().manual_seed(1)
    sample = uniform((10_000,), 3.0, 5.0, generator)
    print(f"uniform from {sample.min():.3f} to {sample.max():.3f}, mean {sample.mean():.3f}")
    sample = normal((10_000,), -2.0, 0.5, generator)
    print(f"normal with mean {sample.mean():.3f} and standard deviation {sample.std():.3f}")
    rolls = integers((6_000,), 1, 6, generator)
    print("six thousand rolls of a die:", torch.bincount(rolls, minlength=7)[1:].tolist())
