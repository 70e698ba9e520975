"""Right answers by people who had seen the exercise alone, of a second round."""

import math

import torch
from torchdojo.grading import right


@right("Fills an empty tensor in place with random_.", seen="full marks")
def integers(shape, lo, hi, generator):
    if lo > hi:
        raise ValueError(f"no whole number from {lo} to {hi}")
    result = torch.empty(tuple(shape), dtype=torch.int64, device=generator.device)
    return result.random_(lo, hi + 1, generator=generator)


@right("Box and Muller: two uniform numbers make a normal one.", seen="full marks")
def normal(shape, mean, std, generator):
    if std < 0:
        raise ValueError(f"a standard deviation of {std}")

    def draw():
        return torch.rand(
            tuple(shape), generator=generator, dtype=torch.float32, device=generator.device
        )

    radius = (-2.0 * torch.log(1.0 - draw())).sqrt()
    angle = 2.0 * math.pi * draw()
    return mean + std * (radius * torch.cos(angle))
