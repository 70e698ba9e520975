"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Measures in float64 by the formula, finds constant features by comparing smallest and largest, and writes into the buffers.",
    seen="full marks",
)
class Standardize(nn.Module):
    """Standardises each feature by a mean and a deviation that were measured once."""

    def __init__(self, num_features):
        super().__init__()
        for name, start in (("mean", 0.0), ("std", 1.0)):
            self.register_buffer(name, torch.full((num_features,), start))

    def fit(self, x):
        wanted = self.mean.numel()
        if x.dim() != 2:
            raise ValueError(f"x must have two dimensions, not {x.dim()}")
        rows, columns = x.shape
        if columns != wanted:
            raise ValueError(f"x must have {wanted} columns, not {columns}")
        if rows < 1:
            raise ValueError("x has no rows")
        data = x.detach().to(torch.float64)
        mean = data.sum(dim=0) / rows
        std = (((data - mean) ** 2).sum(dim=0) / rows).sqrt()
        std = torch.where(data.amin(dim=0) == data.amax(dim=0), torch.ones_like(std), std)
        self.mean.copy_(mean)
        self.std.copy_(std)

    def forward(self, x):
        return torch.div(torch.sub(x, self.mean), self.std)

    def inverse(self, z):
        return self.mean + self.std * z


@right(
    "Keeps the table in a buffer outside the state dict and refuses pieces of another length.",
    seen="full marks",
)
class Window(nn.Module):
    """Multiplies by a Hann window, which is not saved."""

    def __init__(self, length):
        super().__init__()
        self.length = length
        self.register_buffer("window", torch.hann_window(length), persistent=False)

    def forward(self, x):
        if x.shape[-1] != self.length:
            raise ValueError(f"pieces must have {self.length} numbers, not {x.shape[-1]}")
        return self.window.expand(x.shape) * x
