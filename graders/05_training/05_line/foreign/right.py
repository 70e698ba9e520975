"""Right answers by people who had seen the exercise alone."""

import torch
from torch import nn
from torch.utils.data import DataLoader, RandomSampler, TensorDataset

from torchdojo.grading import right


@right(
    "Compares the extremes, and takes both statistics from one call of std_mean.", seen="full marks"
)
def scale_of(t):
    if t.numel() == 0 or t.min() == t.max():
        raise ValueError("these measurements have no spread")
    std, mean = torch.std_mean(t)
    return float(mean), float(std)


@right(
    "An explicit RandomSampler with the generator instead of shuffle=True, and columns by reshape.",
    seen="full marks",
)
def make_loader(x, y, batch_size, generator):
    data = TensorDataset(x.reshape(-1, 1), y.reshape(-1, 1))
    sampler = RandomSampler(data, generator=generator)
    return DataLoader(
        data, batch_size=batch_size, sampler=sampler, generator=generator, drop_last=False
    )


@right(
    "Converts with plain numbers: multiplies the root of the scaled error by y's deviation.",
    seen="full marks",
)
def rmse(model, x, y, x_scale, y_scale):
    (mx, sx), (my, sy) = x_scale, y_scale
    with torch.no_grad():
        scaled = model(((x - mx) / sx).view(-1, 1)).flatten()
        error = nn.functional.mse_loss(scaled, (y - my) / sy)
    return sy * error.item() ** 0.5
