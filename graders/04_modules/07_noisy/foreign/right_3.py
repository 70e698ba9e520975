"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "A module of its own that takes over the first numbers of an `nn.Linear`.", seen="full marks"
)
class NoisyLinear(nn.Module):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__()
        if noise_std < 0:
            raise ValueError(f"noise_std is {noise_std}, but may not be negative")
        model = nn.Linear(in_features, out_features)
        self.weight = nn.Parameter(model.weight.detach().clone())
        self.bias = nn.Parameter(model.bias.detach().clone())
        self.in_features, self.out_features = in_features, out_features
        self.noise_std = noise_std

    def disturbed(self, x):
        return torch.add(x, torch.randn_like(x) * self.noise_std)

    def forward(self, x):
        quiet = not self.training or self.noise_std == 0
        return nn.functional.linear(x if quiet else self.disturbed(x), self.weight, self.bias)

    def extra_repr(self):
        return f"in_features={self.in_features}, out_features={self.out_features}, bias=True"
