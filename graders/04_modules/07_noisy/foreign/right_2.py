"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "A plain module that takes its two parameters from an nn.Linear made for the purpose, and calls functional.linear.",
    seen="full marks",
)
class NoisyLinear(nn.Module):
    """A linear layer that disturbs its input while it is trained."""

    def __init__(self, in_features: int, out_features: int, noise_std: float = 0.1) -> None:
        super().__init__()
        if noise_std < 0:
            raise ValueError(f"noise_std must not be negative, it is {noise_std}")
        model = nn.Linear(in_features, out_features)
        self.weight = model.weight
        self.bias = model.bias
        self.in_features, self.out_features = in_features, out_features
        self.noise_std = noise_std

    def disturbed(self, x: torch.Tensor) -> torch.Tensor:
        noise = torch.randn_like(x).mul_(self.noise_std)
        return torch.add(x, noise)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        seen = self.disturbed(x) if self.training else x
        return nn.functional.linear(seen, self.weight, self.bias)


@right(
    "Sends the noise through the weights on its own and adds it to the clean output: a linear map of a sum is the sum of the maps.",
    seen="full marks",
)
class NoisyLinear(nn.Linear):
    """A linear layer that disturbs its input while it is trained."""

    def __init__(self, in_features: int, out_features: int, noise_std: float = 0.1) -> None:
        if noise_std < 0:
            raise ValueError("a standard deviation is never negative")
        super().__init__(in_features, out_features)
        self.noise_std = noise_std

    def extra_repr(self) -> str:
        return f"{super().extra_repr()}, noise_std={self.noise_std}"

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        clean = super().forward(x)
        if not self.training:
            return clean
        noise = self.noise_std * torch.randn_like(x)
        return clean + noise @ self.weight.T
