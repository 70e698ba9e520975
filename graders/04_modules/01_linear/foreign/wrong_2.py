"""Wrong answers by people who had seen the exercise alone, of a second round."""

import math

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "The bias starts with numbers between -k and k as the weight does, not with zeros.",
    seen="named",
)
class MyLinear(nn.Module):
    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.in_features = in_features
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.zeros(out_features)) if bias else None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if x.shape[-1] != self.in_features:
            raise ValueError(f"expected {self.in_features} features, got {x.shape[-1]}")
        y = x @ self.weight.T
        return y if self.bias is None else y + self.bias


@wrong(
    "rand() - 0.5 lies between -0.5 and 0.5, so times k your numbers fill only the inner half of the range from -k to k.",
    seen="caught",
)
class MyLinear(nn.Module):
    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        super().__init__()
        k = 1 / in_features**0.5
        self.weight = nn.Parameter((torch.rand(out_features, in_features) - 0.5) * k)
        if bias:
            self.bias = nn.Parameter((torch.rand(out_features) - 0.5) * k)
        else:
            self.register_parameter("bias", None)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError(f"the last dimension of x is {x.shape[-1]}")
        y = torch.matmul(x, self.weight.t())
        if self.bias is not None:
            y = y + self.bias
        return y


@wrong(
    "detach() makes no copy: both layers hold the same numbers in memory, and training one changes the other.",
    seen="named",
)
def to_torch(layer: MyLinear) -> nn.Linear:
    out_features, in_features = layer.weight.shape
    linear = nn.Linear(in_features, out_features, bias=layer.bias is not None)
    linear.weight = nn.Parameter(layer.weight.detach())
    if layer.bias is not None:
        linear.bias = nn.Parameter(layer.bias.detach())
    return linear


@wrong(
    "copy_ squeezes the numbers of a float64 layer into float32, and a layer without a bias becomes one with a bias of zeros, which training would change.",
    seen="named",
)
def to_torch(layer: MyLinear) -> nn.Linear:
    out_features, in_features = layer.weight.shape
    linear = nn.Linear(in_features, out_features)
    with torch.no_grad():
        linear.weight.copy_(layer.weight)
        if layer.bias is None:
            linear.bias.zero_()
        else:
            linear.bias.copy_(layer.bias)
    return linear


@wrong(
    "The last dimension is not checked, and your product broadcasts: an x of shape (N, 1) is taken for any number of equal features instead of raising a ValueError.",
    seen="named",
)
class MyLinear(nn.Module):
    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = (x.unsqueeze(-2) * self.weight).sum(dim=-1)
        return y if self.bias is None else y + self.bias
