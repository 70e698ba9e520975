"""Other right ways to write a linear layer."""

import torch
from torch import nn

from torchdojo.grading import alternative


@alternative("registered by name, initialised by nn.init, summed by einsum")
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.in_features, self.out_features = in_features, out_features
        self.register_parameter("weight", nn.Parameter(torch.zeros(out_features, in_features)))
        self.register_parameter("bias", nn.Parameter(torch.zeros(out_features)) if bias else None)
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -(in_features**-0.5), in_features**-0.5)

    def forward(self, x):
        if x.size(-1) != self.in_features:
            raise ValueError("wrong width")
        product = torch.einsum("...i,oi->...o", x, self.weight)
        if self.bias is not None:
            product = product + self.bias
        return product


@alternative("rand, scaled and shifted; an elementwise product that is summed")
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        nn.Module.__init__(self)
        k = in_features**-0.5
        self.weight = nn.Parameter((2 * torch.rand(out_features, in_features) - 1) * k)
        self.bias = nn.Parameter((2 * torch.rand(out_features) - 1) * k) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[-1]:
            raise ValueError(f"{x.shape[-1]} features came in")
        product = (x.unsqueeze(-2) * self.weight).sum(-1)
        return product if self.bias is None else product.add(self.bias)


@alternative("parameters that are copied one by one")
def to_torch(layer):
    rows, columns = layer.weight.shape
    linear = nn.Linear(columns, rows, bias=layer.bias is not None, dtype=layer.weight.dtype)
    linear = linear.to(layer.weight.device)
    with torch.no_grad():
        linear.weight.copy_(layer.weight)
        if layer.bias is not None:
            linear.bias.copy_(layer.bias)
    return linear


@alternative("new parameters from clones")
def to_torch(layer):
    linear = nn.Linear(layer.weight.shape[1], layer.weight.shape[0], bias=False)
    linear.weight = nn.Parameter(layer.weight.detach().clone())
    if layer.bias is not None:
        linear.bias = nn.Parameter(layer.bias.detach().clone())
    return linear
