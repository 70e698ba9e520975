"""Right answers by people who had seen the exercise alone, of a third round."""

import math

import torch
from torchdojo.grading import right


@right(
    "Makes normal numbers of two uniform ones, by the formula of Box and Muller, all drawn from the generator.",
    seen="full marks",
)
def normal(shape, mean, std, generator):
    if std < 0:
        raise ValueError(f"a standard deviation of {std} is negative")

    def draw():
        return torch.rand(
            tuple(shape), generator=generator, device=generator.device, dtype=torch.float32
        )

    radius = torch.sqrt(-2 * torch.log(1 - draw()))
    angle = 2 * math.pi * draw()
    return radius * torch.cos(angle) * std + mean
