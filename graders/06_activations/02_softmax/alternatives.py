"""Other right ways to write softmax."""

from functools import reduce

import torch

from torchdojo.grading import alternative


@alternative("one line, the maximum by `max`, the sum normalised to one")
def softmax(z: torch.Tensor, dim: int) -> torch.Tensor:
    return torch.nn.functional.normalize((z - z.max(dim, True)[0]).exp(), p=1.0, dim=dim)


@alternative("the shift is detached: it changes no value, so it needs no gradient")
def softmax(z: torch.Tensor, dim: int) -> torch.Tensor:
    largest = z.detach().amax(dim=dim, keepdim=True)
    powers = torch.exp(z - largest)
    return torch.div(powers, torch.sum(powers, dim=dim, keepdim=True))


@alternative("through logarithms, added up slice by slice with logaddexp")
def softmax(z: torch.Tensor, dim: int) -> torch.Tensor:
    total = reduce(torch.logaddexp, z.unbind(dim))
    return torch.exp(z - total.unsqueeze(dim))


@alternative("moves the dimension to the end, works there in double precision, moves it back")
def softmax(z: torch.Tensor, dim: int) -> torch.Tensor:
    rows = z.double().movedim(dim, -1)
    powers = (rows - rows.max(-1).values[..., None]).exp()
    return (powers / powers.sum(-1)[..., None]).movedim(-1, dim).to(z.dtype)


@alternative("slices in a list, stacked again")
def softmax(z: torch.Tensor, dim: int) -> torch.Tensor:
    slices = z.unbind(dim)
    largest = reduce(torch.maximum, slices)
    powers = [torch.exp(part - largest) for part in slices]
    return torch.stack([power / sum(powers) for power in powers], dim)
