"""Wrong answers by people who had seen the exercise alone."""

import math
import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "kaiming_uniform_ with its default a=0 spreads the weight up to sqrt(6 / in_features), not up to k = 1 / sqrt(in_features).",
    seen="caught",
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(out_features, in_features))
        nn.init.kaiming_uniform_(self.weight)
        if bias:
            k = 1 / math.sqrt(in_features)
            self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k))
        else:
            self.bias = None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong number of features")
        y = x @ self.weight.T
        return y if self.bias is None else y + self.bias


@wrong(
    "The bound is taken from p.shape[-1], which for the bias is out_features: both have to start between -1/sqrt(in_features) and 1/sqrt(in_features).",
    seen="caught",
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(out_features, in_features))
        self.register_parameter("bias", nn.Parameter(torch.empty(out_features)) if bias else None)
        with torch.no_grad():
            for p in self.parameters():
                bound = 1 / math.sqrt(p.shape[-1])
                p.uniform_(-bound, bound)

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong number of features")
        y = torch.matmul(x, self.weight.t())
        return y if self.bias is None else y + self.bias


@wrong(
    "Multiplying and summing broadcasts: a last dimension of 1 (or in_features=1) fits anything, so no ValueError is raised for it.",
    seen="caught",
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x):
        try:
            y = (x.unsqueeze(-2) * self.weight).sum(-1)
        except RuntimeError as error:
            raise ValueError("x does not fit the weight") from error
        return y if self.bias is None else y + self.bias


@wrong(
    "x.view(-1, in_features) refuses a transposed or permuted input with more than one leading dimension; reshape or matmul would take it.",
    seen="full marks",
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.in_features = in_features
        self.out_features = out_features
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.in_features:
            raise ValueError(f"expected {self.in_features} features, got {x.shape[-1]}")
        flat = x.view(-1, self.in_features)
        out = torch.mm(flat, self.weight.t())
        if self.bias is not None:
            out = out + self.bias
        return out.view(*x.shape[:-1], self.out_features)


@wrong(
    "With bias=False the attribute bias is never set, so layer.bias raises AttributeError instead of being None.",
    seen="caught",
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.has_bias = bias
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(2 * k * torch.rand(out_features, in_features) - k)
        if bias:
            self.bias = nn.Parameter(2 * k * torch.rand(out_features) - k)

    def forward(self, x):
        if x.size(-1) != self.weight.size(1):
            raise ValueError("wrong number of features")
        y = x @ self.weight.T
        if self.has_bias:
            y = y + self.bias
        return y


@wrong(
    "detach() makes a new tensor on the same memory: training one layer changes the other, where copies are promised.",
    seen="named",
)
def to_torch(layer):
    out_features, in_features = layer.weight.shape
    linear = nn.Linear(in_features, out_features, bias=layer.bias is not None)
    linear.weight = nn.Parameter(layer.weight.detach())
    if layer.bias is not None:
        linear.bias = nn.Parameter(layer.bias.detach())
    return linear


@wrong(
    "The values are copied into a float32 layer first and made float64 after, so they come out rounded, not the same.",
    seen="caught",
)
def to_torch(layer):
    out_features, in_features = layer.weight.shape
    linear = nn.Linear(in_features, out_features, bias=layer.bias is not None)
    linear.load_state_dict(layer.state_dict())
    return linear.to(layer.weight.dtype)


@wrong(
    "strict=False hides that a layer without bias has nothing to load: torch's layer keeps a random bias and computes something else.",
    seen="caught",
)
def to_torch(layer):
    out_features, in_features = layer.weight.shape
    linear = nn.Linear(in_features, out_features, dtype=layer.weight.dtype)
    linear.load_state_dict(layer.state_dict(), strict=False)
    return linear
