"""Wrong answers by people who had seen the exercise alone, of a second round."""

from collections.abc import Callable
from itertools import pairwise

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "Layers are to be registered in the order in which they are used; your last layer comes first among the parameters.",
    seen="named",
)
class MLP(nn.Module):
    def __init__(self, sizes: list[int], act: Callable[[], nn.Module] = nn.ReLU) -> None:
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("at least two sizes are needed")
        self.out = nn.Linear(sizes[-2], sizes[-1])
        hidden = []
        for a, b in pairwise(sizes[:-1]):
            hidden += [nn.Linear(a, b), act()]
        self.hidden = nn.Sequential(*hidden)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.out(self.hidden(x))


@wrong(
    "Each number counts once: a weight that two modules share is counted with both of them here.",
    seen="named",
)
def count_parameters(model: nn.Module) -> int:
    return sum(
        parameter.numel()
        for module in model.modules()
        for parameter in module.parameters(recurse=False)
        if parameter.requires_grad
    )


@wrong(
    "Multiplying a list repeats the same layer: with [4, 8, 8, 8, 2] the hidden layers share one weight, where each needs parameters of its own.",
    seen="caught",
)
class MLP(nn.Module):
    def __init__(self, sizes: list[int], act: Callable[[], nn.Module] = nn.ReLU) -> None:
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("at least two sizes are needed")
        hidden = sizes[1:-1]
        if hidden and len(set(hidden)) == 1:
            width = hidden[0]
            layers = [nn.Linear(sizes[0], width), act()]
            layers += [nn.Linear(width, width), act()] * (len(hidden) - 1)
            layers += [nn.Linear(width, sizes[-1])]
        else:
            layers = []
            for a, b in pairwise(sizes):
                layers += [nn.Linear(a, b), act()]
            layers.pop()
        self.layers = nn.Sequential(*layers)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(x)


@wrong(
    "`act` may be any function that makes an activation, such as `lambda: nn.LeakyReLU(0.2)`; you call it without arguments only if it is a class.",
    seen="named",
)
class MLP(nn.Module):
    def __init__(self, sizes: list[int], act: Callable[[], nn.Module] = nn.ReLU) -> None:
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("at least two sizes are needed")
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in pairwise(sizes)])
        self.act = act() if isinstance(act, type) else act

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for layer in self.layers[:-1]:
            x = self.act(layer(x))
        return self.layers[-1](x)


@wrong(
    "The state dict also holds buffers and frozen parameters, and shared ones once for each of their names; none of these is one more number to learn.",
    seen="named",
)
def count_parameters(model: nn.Module) -> int:
    return sum(tensor.numel() for tensor in model.state_dict().values())
