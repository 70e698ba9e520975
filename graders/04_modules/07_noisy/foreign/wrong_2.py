"""Wrong answers by people who had seen the exercise alone, of a second round."""

from itertools import pairwise

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "In evaluation the noise is multiplied by 0, but it is still drawn: torch's global random numbers move on although no random number may be drawn.",
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
    "`+=` writes the noise into the caller's own tensor: the training data become noisier with every epoch.",
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
            x += self.noise_std * torch.randn_like(x)
        return super().forward(x)


@wrong(
    "The noise has one number per feature, which all examples of the batch share; every number of every example must get its own.",
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
            noise = torch.randn(self.in_features, dtype=x.dtype, device=x.device)
            x = x + self.noise_std * noise
        return nn.functional.linear(x, self.weight, self.bias)


@wrong(
    "`torch.randn(x.shape)` makes float32 numbers on the CPU whatever `x` is: a bfloat16 layer fails, and in float64 these are not the numbers that `randn_like(x)` draws.",
    seen="named",
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("noise_std must not be negative")
        self.noise_std = noise_std

    def forward(self, x):
        if not self.training:
            return super().forward(x)
        noise = torch.randn(x.shape) * self.noise_std
        return super().forward(x + noise)


@wrong(
    "Two things: `noise_std` never reaches the layer, which keeps its default of 0.1, and a list with a single size makes an empty network where a ValueError was promised.",
    seen="named",
)
def build(sizes, noise_std):
    if len(sizes) < 1:
        raise ValueError("too few sizes")
    layers = []
    for n_in, n_out in pairwise(sizes):
        if not layers:
            layers.append(NoisyLinear(n_in, n_out))
        else:
            layers += [nn.ReLU(), nn.Linear(n_in, n_out)]
    return nn.Sequential(*layers)
