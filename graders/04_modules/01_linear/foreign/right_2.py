"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn

from torchdojo.grading import right


@right("nn.init fills the parameters, einsum multiplies.", seen="full marks")
class MyLinear(nn.Module):
    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        super().__init__()
        self.register_parameter("weight", nn.Parameter(torch.empty(out_features, in_features)))
        self.register_parameter("bias", nn.Parameter(torch.empty(out_features)) if bias else None)
        bound = in_features**-0.5
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -bound, bound)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        wanted = self.weight.size(1)
        if x.size(-1) != wanted:
            raise ValueError(f"vectors of {wanted} numbers are expected, not of {x.size(-1)}")
        product = torch.einsum("...i,oi->...o", x, self.weight)
        if self.bias is None:
            return product
        return product + self.bias


@right(
    "Makes a layer of the same kind, then copies number by number into it without autograd.",
    seen="full marks",
)
def to_torch(layer: MyLinear) -> nn.Linear:
    rows, columns = layer.weight.shape
    twin = nn.Linear(columns, rows, bias=layer.bias is not None)
    twin = twin.to(device=layer.weight.device, dtype=layer.weight.dtype)
    sources = dict(layer.named_parameters())
    with torch.no_grad():
        for name, target in twin.named_parameters():
            target.copy_(sources[name])
    return twin
