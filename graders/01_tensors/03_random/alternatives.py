"""Other right ways to draw."""

import torch

from torchdojo.grading import alternative


@alternative("an empty tensor, filled in place")
def uniform(shape, lo, hi, generator) -> torch.Tensor:
    if not lo < hi:
        raise ValueError("no number there")
    return torch.empty(shape, device=generator.device).uniform_(lo, hi, generator=generator)


@alternative("mirrored: from the upper end downwards, in float64")
def uniform(shape, lo, hi, generator) -> torch.Tensor:
    if hi <= lo:
        raise ValueError("no number there")
    x = torch.rand(shape, generator=generator, device=generator.device, dtype=torch.float64)
    return (hi - x * (hi - lo)).float()


@alternative("torch.normal")
def normal(shape, mean, std, generator) -> torch.Tensor:
    if std < 0:
        raise ValueError("no standard deviation")
    return torch.normal(mean, std, tuple(shape), generator=generator, device=generator.device)


@alternative("two uniform numbers for each, by the formula of Box and Muller")
def normal(shape, mean, std, generator) -> torch.Tensor:
    if std < 0:
        raise ValueError("no standard deviation")
    u, v = torch.rand(
        2, *shape, generator=generator, device=generator.device, dtype=torch.float64
    ).unbind()
    radius = (-2 * torch.log(1 - u)).sqrt()
    return (mean + std * radius * torch.cos(2 * torch.pi * v)).float()


@alternative("the floor of uniform numbers over an interval that is one longer")
def integers(shape, lo, hi, generator) -> torch.Tensor:
    if hi < lo:
        raise ValueError("no number there")
    x = torch.rand(shape, generator=generator, device=generator.device, dtype=torch.float64)
    return (lo + (hi - lo + 1) * x).floor().long()


@alternative("random positions in the list of numbers")
def integers(shape, lo, hi, generator) -> torch.Tensor:
    if hi < lo:
        raise ValueError("no number there")
    numbers = torch.arange(lo, hi + 1, device=generator.device)
    where = torch.randint(len(numbers), tuple(shape), generator=generator, device=generator.device)
    return numbers[where]
