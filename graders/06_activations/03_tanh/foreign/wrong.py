"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "2 s(z) - 1 is the tanh of z / 2: the argument of the logistic function has to be doubled, too.",
    seen="named",
)
def tanh_from_sigmoid(z):
    return 2 * torch.sigmoid(z) - 1


@wrong(
    "where picks the sign for large numbers, but inf / inf in the part not picked still gives a gradient of nan.",
    seen="caught",
)
def tanh(z):
    t = torch.expm1(2 * z)
    return torch.where(z.abs() > 20, z.sign(), t / (t + 2))


@wrong(
    "sign and abs both have the slope 0 at 0, so the slope of this tanh at 0 is 0 instead of 1.",
    seen="named",
)
def tanh(z):
    t = -torch.expm1(-2 * z.abs())
    return z.sign() * t / (2 - t)


@wrong(
    "tanh(10) is 1 in float32 only; in float64 clamping at 10 makes 800 and inf give 1 - 4e-9 instead of 1.",
    seen="full marks",
)
def tanh(z):
    t = torch.expm1(2 * z.clamp(-10.0, 10.0))
    return t / (t + 2)


@wrong(
    "Below 0.001 z itself is returned, right to 7 digits only (float64 has 16), and just above 1 - e cancels digits.",
    seen="full marks",
)
def tanh(z):
    near = z.abs() < 1e-3
    positive = z > 0
    safe = torch.where(positive, z, -z)
    e = torch.exp(-2 * safe)
    far = (1 - e) / (1 + e)
    return torch.where(near, z, torch.where(positive, far, -far))


@wrong(
    "y is already the output of tanh; taking tanh of it once more gives the slope at y as an input.",
    seen="named",
)
def slope(y):
    return 1 - torch.tanh(y) ** 2


@wrong(
    "low >= high is False if one of them is nan, so no error is raised; ValueError is due unless low < high.",
    seen="full marks",
)
def bounded(z, low, high):
    if low >= high:
        raise ValueError(f"{low} is not less than {high}")
    return (high + low) / 2 + (high - low) / 2 * torch.tanh(z)


@wrong(
    "torch.tensor rounds the bounds to float32: for scores in float64 the limit is not 0.1 but 0.10000000149.",
    seen="full marks",
)
def bounded(z, low, high):
    if not low < high:
        raise ValueError(f"{low} is not less than {high}")
    low, high = torch.tensor([low, high], device=z.device)
    return low + (high - low) * (torch.tanh(z) + 1) / 2
