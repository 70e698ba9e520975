"""Wrong answers by people who had seen the exercise alone."""

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "requires_grad=False doesn't make a buffer: mean and std are still in parameters(), and the layer promises to have none.",
    seen="named",
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.mean = nn.Parameter(torch.zeros(num_features), requires_grad=False)
        self.std = nn.Parameter(torch.ones(num_features), requires_grad=False)

    def fit(self, x):
        if x.dim() != 2 or x.shape[1] != len(self.mean) or len(x) == 0:
            raise ValueError("expected (N, D) with N >= 1")
        with torch.no_grad():
            same = (x == x[0]).all(dim=0)
            self.mean.copy_(x.mean(dim=0))
            self.std.copy_(torch.where(same, torch.ones_like(x[0]), x.std(dim=0, correction=0)))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@wrong(
    "copy_ records a graph like any other operation: after fit with an x that requires a gradient the buffers do, too. no_grad is missing.",
    seen="named",
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.dim() != 2 or x.shape[1] != self.mean.shape[0] or x.shape[0] < 1:
            raise ValueError("expected (N, D) with N >= 1")
        same = (x == x[0]).all(dim=0)
        self.mean.copy_(x.mean(dim=0))
        self.std.copy_(x.std(dim=0, unbiased=False).masked_fill(same, 1.0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@wrong(
    "std == 0 misses constant features whose mean is rounded: their std comes out tiny instead of 0. Compare the rows instead.",
    seen="full marks",
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    @torch.no_grad()
    def fit(self, x):
        if x.dim() != 2 or x.shape[1] != self.mean.shape[0] or x.shape[0] < 1:
            raise ValueError("expected (N, D) with N >= 1")
        mean = x.sum(dim=0) / len(x)
        std = ((x - mean) ** 2).mean(dim=0).sqrt()
        std[std == 0] = 1
        self.mean.copy_(mean)
        self.std.copy_(std)

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@wrong(
    "Only features that vary are written to std, so a second fit keeps the old std where a feature is constant now; it should be 1.",
    seen="full marks",
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.dim() != 2 or x.shape[1] != self.mean.shape[0] or x.shape[0] < 1:
            raise ValueError("expected (N, D) with N >= 1")
        x = x.detach()
        varies = x.amax(dim=0) > x.amin(dim=0)
        deviation = x.std(dim=0, correction=0)
        self.mean.copy_(x.mean(dim=0))
        self.std[varies] = deviation[varies].to(self.std.dtype)

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@wrong(
    "Mean of squares minus square of mean cancels: for numbers far from 0 with a small spread the deviation is rounding noise or 0.",
    seen="full marks",
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    @torch.no_grad()
    def fit(self, x):
        if x.dim() != 2 or x.shape[1] != self.mean.shape[0] or x.shape[0] < 1:
            raise ValueError("expected (N, D) with N >= 1")
        mean = x.mean(dim=0)
        variance = (x * x).mean(dim=0) - mean * mean
        same = (x == x[0]).all(dim=0)
        self.mean.copy_(mean)
        self.std.copy_(variance.clamp(min=0).sqrt().masked_fill(same, 1.0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@wrong(
    "fit never compares the number of columns: copy_ broadcasts a single column into all D features instead of a ValueError.",
    seen="named",
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    @torch.no_grad()
    def fit(self, x):
        if x.dim() != 2 or len(x) == 0:
            raise ValueError("expected a table with at least one row")
        same = (x == x[:1]).all(dim=0)
        try:
            self.mean.copy_(x.mean(dim=0))
            self.std.copy_(x.std(dim=0, correction=0).masked_fill(same, 1.0))
        except RuntimeError as error:
            raise ValueError("wrong number of features") from error

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@wrong(
    "persistent=False is missing, so the table is saved in the state dict, where it must not be.",
    seen="named",
)
class Window(nn.Module):
    def __init__(self, length):
        super().__init__()
        self.register_buffer("window", torch.hann_window(length))

    def forward(self, x):
        return x * self.window


@wrong(
    "periodic=False makes the symmetric window, another table than torch.hann_window(length), which is periodic.",
    seen="named",
)
class Window(nn.Module):
    def __init__(self, length):
        super().__init__()
        self.register_buffer("window", torch.hann_window(length, periodic=False), persistent=False)

    def forward(self, x):
        return x * self.window
