"""Right answers by people who had seen the exercise alone, of a second round."""

from collections.abc import Callable

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Registers each layer under a name of its own and walks over the children.", seen="full marks"
)
class MLP(nn.Module):
    def __init__(self, sizes: list[int], act: Callable[[], nn.Module] = nn.ReLU) -> None:
        super().__init__()
        last = len(sizes) - 1
        if last < 1:
            raise ValueError(f"features in and numbers out are needed, got {sizes}")
        for i in range(last):
            if i > 0:
                self.add_module(f"act{i}", act())
            self.add_module(f"linear{i + 1}", nn.Linear(sizes[i], sizes[i + 1], bias=True))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for step in self.children():
            x = step(x)
        return x


@right("A dictionary by identity, so that a shared parameter has one entry.", seen="full marks")
def count_parameters(model: nn.Module) -> int:
    found: dict[int, int] = {}
    for module in model.modules():
        for parameter in module._parameters.values():
            if parameter is not None and parameter.requires_grad:
                size = 1
                for length in parameter.shape:
                    size *= length
                found[id(parameter)] = size
    return sum(found.values())
