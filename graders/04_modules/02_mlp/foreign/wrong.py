"""Wrong answers by people who had seen the exercise alone."""

from itertools import pairwise
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "The layers sit in a Python list, which nn.Module doesn't look into: parameters() is empty and nothing is trained.",
    seen="named",
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("at least two sizes")
        self.layers = [nn.Linear(a, b) for a, b in pairwise(sizes)]
        self.act = act()

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.act(layer(x))
        return self.layers[-1](x)


@wrong(
    "The key names only the two sizes, so two layers of equal sizes become one: each should have parameters of its own.",
    seen="named",
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("at least two sizes")
        self.sizes = list(sizes)
        self.act = act()
        self.layers = nn.ModuleDict({f"{a}_to_{b}": nn.Linear(a, b) for a, b in pairwise(sizes)})

    def forward(self, x):
        pairs = list(pairwise(self.sizes))
        for i, (a, b) in enumerate(pairs):
            x = self.layers[f"{a}_to_{b}"](x)
            if i < len(pairs) - 1:
                x = self.act(x)
        return x


@wrong(
    "`b != sizes[-1]` compares sizes, not positions: a hidden layer as wide as the output gets no activation.",
    seen="named",
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("at least two sizes")
        layers = []
        for a, b in pairwise(sizes):
            layers.append(nn.Linear(a, b))
            if b != sizes[-1]:
                layers.append(act())
        self.net = nn.Sequential(*layers)

    def forward(self, x):
        return self.net(x)


@wrong(
    "A function is taken for the activation itself and called with x; by contract it makes one when called without arguments.",
    seen="caught",
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("at least two sizes")
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.act = act() if isinstance(act, type) else act

    def forward(self, x):
        *hidden, last = self.layers
        for layer in hidden:
            x = self.act(layer(x))
        return last(x)


@wrong(
    "The output layer is assigned before the hidden ones, so the layers aren't registered in the order in which they are used.",
    seen="caught",
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("at least two sizes")
        self.out = nn.Linear(sizes[-2], sizes[-1])
        self.hidden = nn.ModuleList()
        for i in range(len(sizes) - 2):
            self.hidden.append(nn.Sequential(nn.Linear(sizes[i], sizes[i + 1]), act()))

    def forward(self, x):
        for block in self.hidden:
            x = block(x)
        return self.out(x)


@wrong(
    "Frozen parameters are counted too; only those that require a gradient could be changed by an optimizer.",
    seen="named",
)
def count_parameters(model):
    return sum(p.numel() for p in model.parameters())


@wrong(
    "Going module by module with recurse=False counts a parameter that two modules share twice; each number counts once.",
    seen="named",
)
def count_parameters(model):
    total = 0
    for module in model.modules():
        for p in module.parameters(recurse=False):
            if p.requires_grad:
                total += p.numel()
    return total


@wrong(
    "parameters_to_vector can't join an empty list: a module without trainable parameters raises an error instead of giving 0.",
    seen="caught",
)
def count_parameters(model):
    vector = nn.utils.parameters_to_vector(p for p in model.parameters() if p.requires_grad)
    return vector.numel()
