"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right(
    "A safe argument for each half, so that no power is above 1, and expm1 in both.",
    seen="full marks",
)
def tanh(z):
    zero = torch.zeros_like(z)
    up = torch.expm1(-2 * torch.where(z > 0, z, zero))
    down = torch.expm1(2 * torch.where(z > 0, zero, z))
    return torch.where(z > 0, -up / (2 + up), down / (2 + down))


@right("lerp between tensors filled with the two bounds.", seen="full marks")
def bounded(z, low, high):
    if not (low < high):
        raise ValueError(f"the interval from {low} to {high} is empty")
    part = torch.tanh(z).add(1).div(2)
    return torch.lerp(torch.full_like(z, low), torch.full_like(z, high), part)


@right("The difference of two logistic functions, s(2z) - s(-2z).", seen="full marks")
def tanh_from_sigmoid(z):
    return torch.sigmoid(2 * z) - torch.sigmoid(-2 * z)
