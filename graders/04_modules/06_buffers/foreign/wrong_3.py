"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "Assigning replaces the buffers instead of writing into them: a fit on float64 data makes a float32 layer float64.",
    seen="named",
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.num_features = num_features
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    @torch.no_grad()
    def fit(self, x):
        if x.dim() != 2 or x.shape[1] != self.num_features or len(x) == 0:
            raise ValueError("x must be (N, num_features)")
        same = (x == x[0]).all(dim=0)
        self.mean = x.mean(dim=0)
        self.std = torch.where(same, torch.ones_like(self.mean), x.std(dim=0, correction=0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@wrong(
    "A feature that is 0.1 in every row has a mean that is rounded, and so a deviation that is tiny but not 0: comparing `std` with 0 misses it.",
    seen="named",
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.ndim != 2 or x.shape[0] < 1 or x.shape[1] != self.mean.shape[0]:
            raise ValueError(f"unexpected shape {tuple(x.shape)}")
        x = x.detach()
        mean = x.mean(dim=0)
        std = ((x - mean) ** 2).mean(dim=0).sqrt()
        std[std == 0] = 1
        self.mean.copy_(mean)
        self.std.copy_(std)

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@wrong(
    "The number of features is not checked: `copy_` broadcasts the statistics of a table (N, 1) to all features without a word.",
    seen="named",
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.dim() != 2:
            raise ValueError("x must be a table")
        if x.shape[0] == 0:
            raise ValueError("x has no rows")
        with torch.no_grad():
            self.mean.copy_(x.mean(0))
            std = x.std(0, correction=0)
            std[x.amax(0) == x.amin(0)] = 1.0
            self.std.copy_(std)

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return self.mean + self.std * z


@wrong(
    "A tensor that is merely assigned is no buffer: it stays out of the state dict, but it also stays behind when the module moves by `.to()`.",
    seen="named",
)
class Window(nn.Module):
    def __init__(self, length):
        super().__init__()
        self.window = torch.hann_window(length)

    def forward(self, x):
        return x * self.window
