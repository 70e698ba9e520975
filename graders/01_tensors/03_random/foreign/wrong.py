"""Wrong answers by people who had seen the exercise alone."""

import math
import torch

from torchdojo.grading import wrong


@wrong(
    "Stretched by `hi` instead of by the length `hi - lo`: the numbers run from lo to lo + hi.",
    seen="named",
)
def uniform(shape, lo, hi, generator):
    if lo >= hi:
        raise ValueError("lo must be smaller than hi")
    unit = torch.rand(
        tuple(shape), generator=generator, dtype=torch.float32, device=generator.device
    )
    return lo + hi * unit


@wrong(
    "The numbers are drawn from a twin of the generator; the given one never moves on, so a second call repeats the first.",
    seen="named",
)
def uniform(shape, lo, hi, generator):
    if lo >= hi:
        raise ValueError("lo must be smaller than hi")
    twin = torch.Generator(device=generator.device)
    twin.set_state(generator.get_state())
    result = torch.empty(tuple(shape), dtype=torch.float32, device=generator.device)
    return result.uniform_(lo, hi, generator=twin)


@wrong(
    "`*shape` hands over no size at all when the shape is empty, and `torch.rand` raises: pass the shape as one tuple.",
    seen="caught",
)
def uniform(shape, lo, hi, generator):
    if not lo < hi:
        raise ValueError("lo must be smaller than hi")
    unit = torch.rand(*shape, generator=generator, dtype=torch.float32, device=generator.device)
    return unit * (hi - lo) + lo


@wrong(
    "Centring and scaling the sample ties its elements to each other, and a single number becomes NaN: each is to be drawn by itself.",
    seen="full marks",
)
def normal(shape, mean, std, generator):
    if std < 0:
        raise ValueError("std must not be negative")
    z = torch.randn(tuple(shape), generator=generator, dtype=torch.float32, device=generator.device)
    z = (z - z.mean()) / z.std()
    return z * std + mean


@wrong(
    "For a negative std torch's own complaint is a RuntimeError; the contract asks for a ValueError.",
    seen="caught",
)
def normal(shape, mean, std, generator):
    return torch.normal(
        float(mean),
        float(std),
        size=tuple(shape),
        generator=generator,
        dtype=torch.float32,
        device=generator.device,
    )


@wrong(
    "`std` is taken for a variance: its root is the scale here, so the deviation is wrong unless it is 0 or 1.",
    seen="named",
)
def normal(shape, mean, std, generator):
    if std < 0:
        raise ValueError("std must not be negative")
    z = torch.randn(tuple(shape), generator=generator, dtype=torch.float32, device=generator.device)
    return mean + math.sqrt(std) * z


@wrong(
    "`long()` cuts towards zero, so with a negative `lo` the 0 comes twice as often and `lo` itself hardly ever: use floor.",
    seen="caught",
)
def integers(shape, lo, hi, generator):
    if lo > hi:
        raise ValueError("lo must not be larger than hi")
    unit = torch.rand(
        tuple(shape), generator=generator, dtype=torch.float64, device=generator.device
    )
    return (lo + unit * (hi - lo + 1)).long()


@wrong(
    "`torch.manual_seed` resets the global generator, which must stay as it is; draw all numbers from `generator` itself.",
    seen="caught",
)
def integers(shape, lo, hi, generator):
    if lo > hi:
        raise ValueError("lo must not be larger than hi")
    seed = torch.randint(2**31, (1,), generator=generator, device=generator.device).item()
    torch.manual_seed(seed)
    return torch.randint(lo, hi + 1, tuple(shape), device=generator.device)
