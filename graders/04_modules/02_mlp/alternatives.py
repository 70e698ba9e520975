"""Other right ways to write a network of any depth."""

from itertools import pairwise

import torch
from torch import nn

from torchdojo.grading import alternative


@alternative("a ModuleList, one activation that is shared by all gaps")
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        if len(sizes) <= 1:
            raise ValueError("two sizes at least")
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.act = act()

    def forward(self, x):
        *hidden, last = self.layers
        for layer in hidden:
            x = self.act(layer(x))
        return last(x)


@alternative("a Sequential itself, filled by name")
class MLP(nn.Sequential):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        if not sizes[1:]:
            raise ValueError("two sizes at least")
        for i in range(len(sizes) - 1):
            if i > 0:
                self.add_module(f"act{i}", act())
            self.add_module(f"linear{i}", nn.Linear(sizes[i], sizes[i + 1]))


@alternative("the network as a layer and a smaller network")
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("two sizes at least")
        self.first = nn.Linear(sizes[0], sizes[1])
        self.act = act()
        self.rest = MLP(sizes[1:], act) if len(sizes) > 2 else None

    def forward(self, x):
        return self.first(x) if self.rest is None else self.rest(self.act(self.first(x)))


@alternative("a loop")
def count_parameters(model):
    count = 0
    for parameter in model.parameters():
        if parameter.requires_grad:
            count += int(torch.tensor(parameter.shape).prod())
    return count
