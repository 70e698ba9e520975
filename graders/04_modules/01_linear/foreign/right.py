"""Right answers by people who had seen the exercise alone."""

import math
import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Uses einsum with an ellipsis, and registers the missing bias by register_parameter.",
    seen="full marks",
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.in_features = in_features
        k = in_features**-0.5
        self.register_parameter(
            "weight", nn.Parameter((2 * torch.rand(out_features, in_features) - 1) * k)
        )
        self.register_parameter(
            "bias", nn.Parameter((2 * torch.rand(out_features) - 1) * k) if bias else None
        )

    def forward(self, x):
        if x.shape[-1] != self.in_features:
            raise ValueError(
                f"expected a last dimension of {self.in_features}, got {tuple(x.shape)}"
            )
        y = torch.einsum("...i,oi->...o", x, self.weight)
        if self.bias is not None:
            y = y + self.bias
        return y


@right(
    "Multiplies the weight by columns from the left, and draws in place with nn.init.",
    seen="full marks",
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(out_features, in_features))
        self.bias = nn.Parameter(torch.empty(out_features)) if bias else None
        bound = 1 / math.sqrt(in_features)
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -bound, bound)

    def forward(self, x):
        if x.size(-1) != self.weight.size(1):
            raise ValueError("the last dimension of x is not in_features")
        y = (self.weight @ x.unsqueeze(-1)).squeeze(-1)
        return y if self.bias is None else y + self.bias


@right(
    "Skips torch's initialisation, so that no random number is drawn, and copies without a graph.",
    seen="full marks",
)
def to_torch(layer):
    out_features, in_features = layer.weight.shape
    linear = nn.utils.skip_init(
        nn.Linear,
        in_features,
        out_features,
        bias=layer.bias is not None,
        dtype=layer.weight.dtype,
        device=layer.weight.device,
    )
    with torch.no_grad():
        for target, source in zip(linear.parameters(), (layer.weight, layer.bias)):
            target.copy_(source)
    return linear
