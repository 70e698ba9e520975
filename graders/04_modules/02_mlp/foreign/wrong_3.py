"""Wrong answers by people who had seen the exercise alone, of a third round."""

from itertools import pairwise

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "The last activation is taken off only if there is a hidden layer: with two sizes a ReLU stays behind the only layer, and the model is not linear.",
    seen="caught",
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("at least two sizes")
        layers = []
        for a, b in pairwise(sizes):
            layers += [nn.Linear(a, b), act()]
        if len(sizes) > 2:
            layers = layers[:-1]
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x)


@wrong(
    "Layers are kept under a name made of their sizes, so two hidden layers of equal sizes are one and the same, and share their parameters.",
    seen="named",
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("at least two sizes")
        self.names = [f"from{a}to{b}" for a, b in pairwise(sizes)]
        self.layers = nn.ModuleDict({f"from{a}to{b}": nn.Linear(a, b) for a, b in pairwise(sizes)})
        self.act = act()

    def forward(self, x):
        for name in self.names[:-1]:
            x = self.act(self.layers[name](x))
        return self.layers[self.names[-1]](x)


@wrong(
    "A parameter that two layers share is counted once for each of them; `model.parameters()` would have given it once.",
    seen="named",
)
def count_parameters(model):
    total = 0
    for module in model.modules():
        for parameter in module.parameters(recurse=False):
            if parameter.requires_grad:
                total += parameter.numel()
    return total


@wrong(
    "The output layer is registered before the hidden ones although it is used last, so `parameters()` comes in another order; and one size gives a model instead of a ValueError.",
    seen="named",
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        self.out = nn.Linear(sizes[-2] if len(sizes) > 1 else sizes[0], sizes[-1])
        self.hidden = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes[:-1]))
        self.act = act()

    def forward(self, x):
        for layer in self.hidden:
            x = self.act(layer(x))
        return self.out(x)
