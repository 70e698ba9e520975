"""Wrong answers by people who had seen the exercise alone, of a third round."""

import math

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "`kaiming_uniform_` by itself spreads to sqrt(6 / in_features), more than twice as far as the 1 / sqrt(in_features) that was asked for.",
    seen="named",
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.in_features = in_features
        self.out_features = out_features
        self.weight = nn.Parameter(torch.empty(out_features, in_features))
        nn.init.kaiming_uniform_(self.weight)
        if bias:
            bound = 1 / math.sqrt(in_features)
            self.bias = nn.Parameter(torch.empty(out_features).uniform_(-bound, bound))
        else:
            self.register_parameter("bias", None)

    def forward(self, x):
        if x.shape[-1] != self.in_features:
            raise ValueError(f"expected {self.in_features} features, got {x.shape[-1]}")
        out = x @ self.weight.T
        return out if self.bias is None else out + self.bias


@wrong(
    "The check looks at dimension 1, which is the last one of a batch of vectors only: (5, 4, 3) is refused, and (3,) does not even have it.",
    seen="caught",
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x):
        if x.shape[1] != self.weight.shape[1]:
            raise ValueError("wrong number of features")
        y = torch.matmul(x, self.weight.t())
        if self.bias is not None:
            y = y + self.bias
        return y


@wrong(
    "Assigning the parameters shares them instead of copying: training the one layer changes the other.",
    seen="named",
)
def to_torch(layer):
    out_features, in_features = layer.weight.shape
    linear = nn.Linear(in_features, out_features, bias=layer.bias is not None)
    linear.weight = layer.weight
    if layer.bias is not None:
        linear.bias = layer.bias
    return linear


@wrong(
    "`load_state_dict` copies into parameters that are float32 from the start, so a float64 layer silently loses its dtype and half of its digits.",
    seen="named",
)
def to_torch(layer):
    out_features, in_features = layer.weight.shape
    linear = nn.Linear(in_features, out_features, bias=layer.bias is not None)
    linear.load_state_dict(layer.state_dict())
    return linear
