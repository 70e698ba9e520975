"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "The standard interval must be stretched by hi - lo, not by hi: your numbers reach from lo to lo + hi, right only for lo = 0.",
    seen="named",
)
def uniform(shape, lo, hi, generator):
    if lo >= hi:
        raise ValueError("lo must be smaller than hi")
    return (
        torch.rand(shape, generator=generator, dtype=torch.float32, device=generator.device) * hi
        + lo
    )


@wrong(
    "Rounding gives the two ends half an interval each, so lo and hi come half as often as the numbers between them.",
    seen="caught",
)
def integers(shape, lo, hi, generator):
    if lo > hi:
        raise ValueError("lo must not be larger than hi")
    u = torch.rand(shape, generator=generator, dtype=torch.float64, device=generator.device)
    return (lo + u * (hi - lo)).round().long()


@wrong(
    "You took std for a variance and drew with its root; with std = 1 nobody notices.", seen="named"
)
def normal(shape, mean, std, generator):
    if std < 0:
        raise ValueError("std must not be negative")
    z = torch.randn(shape, generator=generator, dtype=torch.float32, device=generator.device)
    return mean + std**0.5 * z


@wrong(
    "A standard deviation of 0 is allowed and gives the mean everywhere; only negative ones are an error.",
    seen="named",
)
def normal(shape, mean, std, generator):
    if std <= 0:
        raise ValueError("std must be positive")
    z = torch.randn(shape, generator=generator, dtype=torch.float32, device=generator.device)
    return mean + std * z


@wrong(
    "Two mistakes: a fresh generator with the old seed gives the same numbers at every call, and lo == hi is let through.",
    seen="named",
)
def uniform(shape, lo, hi, generator):
    if lo > hi:
        raise ValueError("lo must be smaller than hi")
    own = torch.Generator(device=generator.device).manual_seed(generator.initial_seed())
    u = torch.rand(shape, generator=own, dtype=torch.float32, device=generator.device)
    return lo + (hi - lo) * u
