"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Einstein's sum instead of a transposed product, and numbers from `torch.rand`.",
    seen="full marks",
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = in_features**-0.5

        def draw(*shape):
            return nn.Parameter(2 * k * torch.rand(*shape) - k)

        self.register_parameter("weight", draw(out_features, in_features))
        self.register_parameter("bias", draw(out_features) if bias else None)

    def forward(self, x):
        features = self.weight.size(1)
        if x.size(-1) != features:
            raise ValueError(f"the last dimension is {x.size(-1)} instead of {features}")
        out = torch.einsum("...i,oi->...o", x, self.weight)
        if self.bias is None:
            return out
        return out + self.bias
