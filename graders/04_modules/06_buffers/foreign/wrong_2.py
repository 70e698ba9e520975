"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "A threshold is not 'the same value in all rows': a feature measured in tiny units, with a true deviation of 1e-7, is not standardised at all.",
    seen="named",
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    @torch.no_grad()
    def fit(self, x):
        if x.ndim != 2 or x.shape[0] < 1 or x.shape[1] != self.mean.shape[0]:
            raise ValueError("expected (N, num_features)")
        std = x.std(dim=0, correction=0)
        self.mean.copy_(x.mean(dim=0))
        self.std.copy_(torch.where(std < 1e-6, torch.ones_like(std), std))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@wrong(
    "Assigning brings the dtype of the data along: fitted with float64 rows, the float32 buffers become float64.",
    seen="caught",
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.num_features = num_features
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.ndim != 2 or len(x) == 0 or x.shape[1] != self.num_features:
            raise ValueError("expected (N, num_features)")
        x = x.detach()
        self.mean = x.mean(dim=0)
        std = x.std(dim=0, correction=0)
        std[(x == x[0]).all(dim=0)] = 1
        self.std = std

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@wrong(
    "A plain tensor attribute is not saved, but it is no buffer either: it does not follow `.to()`, so on another device or dtype the window stays behind.",
    seen="named",
)
class Window(nn.Module):
    def __init__(self, length):
        super().__init__()
        self.window = torch.hann_window(length)

    def forward(self, x):
        return x * self.window


@wrong(
    "A constant feature must get a deviation of 1; the tiny number that you add everywhere turns its smallest deviation from the mean into millions, and shifts all the others.",
    seen="named",
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.ndim != 2 or x.shape[0] == 0 or x.shape[1] != self.mean.numel():
            raise ValueError("expected (N, num_features)")
        with torch.no_grad():
            self.mean.copy_(x.mean(0))
            self.std.copy_(x.std(0, unbiased=False) + 1e-8)

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@wrong(
    "Two things: without `no_grad` the buffers keep the graph of an `x` that requires a gradient, and a table without any row fills them with nan instead of raising ValueError.",
    seen="named",
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.dim() != 2 or x.size(1) != self.mean.size(0):
            raise ValueError("expected (N, num_features)")
        std = x.var(dim=0, correction=0).sqrt()
        constant = x.amin(dim=0) == x.amax(dim=0) if len(x) else std == 0
        self.mean.copy_(x.mean(dim=0))
        self.std.copy_(std.masked_fill(constant, 1.0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean
