"""Wrong answers by people who had seen the exercise alone."""

from itertools import pairwise
import torch
from torch import nn
from torch.nn import functional as F

from torchdojo.grading import wrong


@wrong(
    "The noise is added to the output, in the output's shape; it has to be noise_std * randn_like(x) on the input, before the map.",
    seen="named",
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        if noise_std < 0:
            raise ValueError("noise_std must not be negative")
        super().__init__(in_features, out_features)
        self.noise_std = noise_std

    def forward(self, x):
        out = super().forward(x)
        if self.training:
            out = out + self.noise_std * torch.randn_like(out)
        return out


@wrong(
    "randn_like runs in evaluation mode too and is only multiplied by 0: random numbers are drawn where none may be.",
    seen="named",
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        if noise_std < 0:
            raise ValueError("noise_std must not be negative")
        super().__init__(in_features, out_features)
        self.noise_std = noise_std

    def forward(self, x):
        strength = self.noise_std if self.training else 0.0
        return super().forward(x + strength * torch.randn_like(x))


@wrong(
    "torch.randn(x.shape) makes float32 on the CPU: half precision or another device fails, float64 gets other numbers than randn_like(x).",
    seen="named",
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        if noise_std < 0:
            raise ValueError("noise_std must not be negative")
        super().__init__(in_features, out_features)
        self.noise_std = noise_std

    def forward(self, x):
        if self.training:
            x = x + self.noise_std * torch.randn(x.shape)
        return F.linear(x, self.weight, self.bias)


@wrong(
    "`noise_std <= 0` also refuses 0, a layer without noise; the contract raises ValueError for negative numbers only.",
    seen="caught",
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        if noise_std <= 0:
            raise ValueError("noise_std must be positive")
        super().__init__(in_features, out_features)
        self.noise_std = noise_std

    def forward(self, x):
        if self.training:
            x = x + self.noise_std * torch.randn_like(x)
        return super().forward(x)


@wrong(
    "The noise depends on whether gradients are recorded, not on self.training: eval() without no_grad is noisy, training under it is not.",
    seen="named",
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        if noise_std < 0:
            raise ValueError("noise_std must not be negative")
        super().__init__(in_features, out_features)
        self.noise_std = noise_std

    def forward(self, x):
        if torch.is_grad_enabled():
            x = x + self.noise_std * torch.randn_like(x)
        return super().forward(x)


@wrong(
    "torch.normal(x, std) draws a sample around x, whose gradient with respect to x is 0: nothing reaches x in training.",
    seen="caught",
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("noise_std must not be negative")
        self.noise_std = noise_std

    def forward(self, x):
        if self.training:
            x = torch.normal(x, self.noise_std)
        return super().forward(x)


@wrong(
    "noise_std isn't handed on: the first layer always has the default noise of 0.1, whatever the caller asks for.",
    seen="named",
)
def build(sizes, noise_std):
    if len(sizes) < 2:
        raise ValueError("at least two sizes")
    layers = [NoisyLinear(sizes[0], sizes[1])]
    for a, b in pairwise(sizes[1:]):
        layers += [nn.ReLU(), nn.Linear(a, b)]
    return nn.Sequential(*layers)


@wrong(
    "A ReLU follows every layer but the last of the loop: with two sizes it stands after the only layer, and no output is negative.",
    seen="caught",
)
def build(sizes, noise_std):
    if len(sizes) < 2:
        raise ValueError("at least two sizes")
    layers = [NoisyLinear(sizes[0], sizes[1], noise_std), nn.ReLU()]
    for i in range(1, len(sizes) - 1):
        layers.append(nn.Linear(sizes[i], sizes[i + 1]))
        if i < len(sizes) - 2:
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)
