"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "Seeding anew from the generator's initial seed does not advance it: a second call with the same generator repeats the first.",
    seen="named",
)
def uniform(shape, lo, hi, generator):
    if lo >= hi:
        raise ValueError("lo must be smaller than hi")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(generator.initial_seed())
        return lo + (hi - lo) * torch.rand(tuple(shape), dtype=torch.float32)


@wrong(
    "An interval without length is to be refused: lo == hi passes the test `lo > hi` and gives a constant tensor.",
    seen="named",
)
def uniform(shape, lo, hi, generator):
    if lo > hi:
        raise ValueError("lo must be smaller than hi")
    numbers = torch.rand(
        tuple(shape), generator=generator, device=generator.device, dtype=torch.float32
    )
    return numbers.mul_(hi - lo).add_(lo)


@wrong(
    "Two slips: `std` is taken for a variance, which shows for every std but 0 and 1, and a standard deviation of 0 is refused though it is allowed.",
    seen="named",
)
def normal(shape, mean, std, generator):
    if std <= 0:
        raise ValueError("std must be positive")
    z = torch.randn(tuple(shape), generator=generator, device=generator.device, dtype=torch.float32)
    return mean + std**0.5 * z


@wrong(
    "long() cuts towards zero: with a negative lo everything between -1 and 1 becomes 0, so 0 comes twice as often and lo hardly ever.",
    seen="named",
)
def integers(shape, lo, hi, generator):
    if lo > hi:
        raise ValueError("lo must not be larger than hi")
    numbers = torch.rand(
        tuple(shape), generator=generator, device=generator.device, dtype=torch.float64
    )
    return (lo + (hi - lo + 1) * numbers).long()
