"""Right answers by people who had seen the exercise alone."""

import math
import torch

from torchdojo.grading import right


@right("Fills an empty tensor in place.", seen="full marks")
def uniform(shape, lo, hi, generator):
    if not lo < hi:
        raise ValueError(f"lo must be smaller than hi, got {lo} and {hi}")
    result = torch.empty(tuple(shape), dtype=torch.float32, device=generator.device)
    return result.uniform_(lo, hi, generator=generator)


@right("Box and Muller's formula on two uniform samples, in float64.", seen="full marks")
def normal(shape, mean, std, generator):
    if std < 0:
        raise ValueError(f"std must not be negative, got {std}")
    options = {"generator": generator, "dtype": torch.float64, "device": generator.device}
    radius = torch.sqrt(-2 * torch.log1p(-torch.rand(tuple(shape), **options)))
    angle = 2 * math.pi * torch.rand(tuple(shape), **options)
    return (mean + std * radius * torch.cos(angle)).to(torch.float32)


@right("random_ in place, with the upper end moved by one.", seen="full marks")
def integers(shape, lo, hi, generator):
    if hi < lo:
        raise ValueError(f"lo must not be larger than hi, got {lo} and {hi}")
    result = torch.empty(tuple(shape), dtype=torch.int64, device=generator.device)
    return result.random_(lo, hi + 1, generator=generator)
