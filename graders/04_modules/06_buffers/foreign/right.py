"""Right answers by people who had seen the exercise alone."""

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Measures in float64, tells constant features by their extremes, and writes through a slice.",
    seen="full marks",
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        for name, start in (("mean", 0.0), ("std", 1.0)):
            self.register_buffer(name, torch.full((num_features,), start))

    @torch.no_grad()
    def fit(self, x):
        rows, features = x.shape if x.ndim == 2 else (0, 0)
        if rows == 0 or features != self.mean.numel():
            raise ValueError(f"expected (N, {self.mean.numel()}) with rows, got {tuple(x.shape)}")
        variance, mean = torch.var_mean(x.double(), dim=0, correction=0)
        lowest, highest = torch.aminmax(x, dim=0)
        self.mean[:] = mean
        self.std[:] = torch.where(lowest == highest, 1.0, variance.sqrt())

    def forward(self, x):
        return x.sub(self.mean).div(self.std)

    def inverse(self, z):
        return self.mean + z * self.std


@right(
    "Shifts by the first row, so that constant features are exactly 0, and writes by load_state_dict.",
    seen="full marks",
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.dim() != 2 or x.shape[0] == 0 or x.shape[1:] != self.mean.shape:
            raise ValueError("expected (N, num_features) with N >= 1")
        x = x.detach().to(torch.float64)
        shifted = x - x[0]
        middle = shifted.mean(dim=0)
        std = (shifted - middle).square().mean(dim=0).sqrt()
        std[(shifted == 0).all(dim=0)] = 1.0
        self.load_state_dict({"mean": x[0] + middle, "std": std})

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@right("Uses nn.Buffer instead of register_buffer.", seen="full marks")
class Window(nn.Module):
    def __init__(self, length):
        super().__init__()
        self.window = nn.Buffer(torch.hann_window(length), persistent=False)

    def forward(self, x):
        return torch.mul(x, self.window)
