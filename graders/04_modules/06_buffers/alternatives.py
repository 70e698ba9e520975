"""Other right ways to keep numbers that travel along."""

import torch
from torch import nn

from torchdojo.grading import alternative


@alternative("moments by hand, written through detached tensors")
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.num_features = num_features
        for name, value in (("mean", 0.0), ("std", 1.0)):
            self.register_buffer(name, torch.full((num_features,), value))

    def fit(self, x):
        if x.dim() != 2 or x.size(0) < 1 or x.size(1) != self.num_features:
            raise ValueError("rows of features")
        x = x.detach()
        mean = x.sum(0) / len(x)
        variance = ((x - mean) ** 2).sum(0) / len(x)
        self.mean[:] = mean
        same = x.amax(0) == x.amin(0)
        self.std[:] = torch.where(same, torch.ones_like(variance), variance.sqrt())

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return torch.addcmul(self.mean, z, self.std)


@alternative("assigned again, with the dtype and device of the old buffers")
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    @torch.no_grad()
    def fit(self, x):
        if x.ndim != 2 or x.shape[1] != len(self.mean) or len(x) == 0:
            raise ValueError("rows of features")
        variance, mean = torch.var_mean(x, dim=0, correction=0)
        same = (x == x[0]).all(dim=0)
        self.mean = mean.to(self.mean)
        self.std = torch.where(same, 1.0, variance.sqrt()).to(self.std)

    def forward(self, x):
        return x.sub(self.mean).div(self.std)

    def inverse(self, z):
        return z.mul(self.std).add(self.mean)


@alternative("`nn.Buffer`, the class for it")
class Window(nn.Module):
    def __init__(self, length):
        super().__init__()
        self.window = nn.Buffer(torch.hann_window(length), persistent=False)

    def forward(self, x):
        return self.window * x


@alternative("the name first, the values later")
class Window(nn.Module):
    def __init__(self, length):
        super().__init__()
        self.register_buffer("window", None, persistent=False)
        self.window = torch.hann_window(length)

    def forward(self, x):
        return torch.mul(x, self.window)
