"""Right answers by people who had seen the exercise alone."""

import torch
from torch import nn
from torch.nn import functional as F

from torchdojo.grading import right


@right(
    "Leaves early in evaluation mode; scales the fresh noise in place; refuses nan as well.",
    seen="full marks",
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        if not noise_std >= 0:
            raise ValueError(f"noise_std must not be negative, got {noise_std}")
        super().__init__(in_features, out_features, bias=True)
        self.noise_std = float(noise_std)

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        noise = torch.randn_like(x).mul_(self.noise_std)
        return F.linear(x + noise, self.weight, self.bias)


@right(
    "Checks after the linear layer is made, and adds the noise by torch.add with alpha.",
    seen="full marks",
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0.0:
            raise ValueError("negative noise")
        self.noise_std = noise_std

    def extra_repr(self):
        return f"{super().extra_repr()}, noise_std={self.noise_std}"

    def forward(self, x):
        disturbed = torch.add(x, torch.randn_like(x), alpha=self.noise_std) if self.training else x
        return super().forward(disturbed)


@right("Unpacking the sizes raises the ValueError; the network grows by append.", seen="full marks")
def build(sizes, noise_std):
    features, units, *rest = sizes
    net = nn.Sequential(NoisyLinear(features, units, noise_std=noise_std))
    for size in rest:
        net.append(nn.ReLU())
        net.append(nn.Linear(units, size))
        units = size
    return net
