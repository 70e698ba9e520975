"""Other right ways to disturb a layer."""

import math
from itertools import pairwise

import torch
from torch import nn

from torchdojo.grading import alternative


@alternative("a module of its own, with parameters that begin by hand")
class NoisyLinear(nn.Module):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__()
        if noise_std < 0.0:
            raise ValueError("less than no noise")
        self.weight = nn.Parameter(torch.empty(out_features, in_features))
        self.bias = nn.Parameter(torch.empty(out_features))
        nn.init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        nn.init.uniform_(self.bias, -1 / math.sqrt(in_features), 1 / math.sqrt(in_features))
        self.noise_std = noise_std

    def forward(self, x):
        noise = torch.randn(x.shape, dtype=x.dtype, device=x.device) if self.training else 0
        return (x + noise * self.noise_std) @ self.weight.t() + self.bias


@alternative("borrows the parameters of a linear layer")
class NoisyLinear(nn.Module):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__()
        if not noise_std >= 0:
            raise ValueError("noise_std must not be negative")
        linear = nn.Linear(in_features, out_features)
        self.weight, self.bias, self.std = linear.weight, linear.bias, noise_std

    def forward(self, x):
        if not self.training:
            return nn.functional.linear(x, self.weight, self.bias)
        disturbed = x.clone().add_(torch.randn_like(x).mul_(self.std))
        return nn.functional.linear(disturbed, self.weight, self.bias)


@alternative("layers are made in one list, activations put between them")
def build(sizes, noise_std):
    if len(sizes) <= 1:
        raise ValueError("too few sizes")
    first, *rest = pairwise(sizes)
    net = nn.Sequential(NoisyLinear(*first, noise_std=noise_std))
    for pair in rest:
        net.append(nn.ReLU())
        net.append(nn.Linear(*pair))
    return net


@alternative("draws nothing where there is no noise to add")
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std

    def forward(self, x):
        if self.training and self.noise_std > 0:
            x = x + self.noise_std * torch.randn_like(x)
        return super().forward(x)
