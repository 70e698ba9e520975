"""Wrong answers by people who had seen the exercise alone, of a third round."""

from itertools import pairwise

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "`x += ...` writes the noise into the caller's tensor: the data get noisier with every call.",
    seen="named",
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        if noise_std < 0:
            raise ValueError("noise_std must not be negative")
        super().__init__(in_features, out_features)
        self.noise_std = noise_std

    def forward(self, x):
        if self.training and self.noise_std > 0:
            x += self.noise_std * torch.randn_like(x)
        return super().forward(x)


@wrong(
    "One vector of noise is drawn for the whole batch, so all examples are moved the same way; and as float32, which changes the dtype of a half-precision input.",
    seen="named",
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("noise_std must not be negative")
        self.noise_std = noise_std

    def forward(self, x):
        if self.training:
            x = x + self.noise_std * torch.randn(x.shape[-1], device=x.device)
        return nn.functional.linear(x, self.weight, self.bias)


@wrong(
    "In evaluation mode the noise is multiplied by 0, but it is still drawn: an evaluation changes the random numbers of the training that follows.",
    seen="named",
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        if noise_std < 0:
            raise ValueError("noise_std must not be negative")
        super().__init__(in_features, out_features)
        self.noise_std = noise_std

    def forward(self, x):
        noise = self.noise_std * torch.randn_like(x)
        return super().forward(x + noise * self.training)


@wrong(
    "`noise_std` is not handed on to the first layer, which always disturbs by its default of 0.1.",
    seen="named",
)
def build(sizes, noise_std):
    if len(sizes) < 2:
        raise ValueError("at least two sizes")
    layers = [NoisyLinear(sizes[0], sizes[1])]
    for a, b in pairwise(sizes[1:]):
        layers += [nn.ReLU(), nn.Linear(a, b)]
    return nn.Sequential(*layers)
