"""Right answers by people who had seen the exercise alone."""

from collections import OrderedDict
from torch import nn

from torchdojo.grading import right


@right(
    "Unpacking the sizes raises the ValueError; the layers have names in an OrderedDict.",
    seen="full marks",
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        first, *hidden, last = sizes
        parts = OrderedDict()
        width = first
        for depth, units in enumerate(hidden):
            parts[f"linear{depth}"] = nn.Linear(width, units)
            parts[f"act{depth}"] = act()
            width = units
        parts["logits"] = nn.Linear(width, last)
        self.chain = nn.Sequential(parts)

    def forward(self, x):
        return self.chain(x)


@right(
    "Layers as numbered attributes, and one activation object used for all hidden layers.",
    seen="full marks",
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        if len(sizes) < 2:
            raise ValueError(f"need at least two sizes, got {sizes}")
        super().__init__()
        self.depth = len(sizes) - 1
        for i in range(self.depth):
            self.add_module(f"fc{i}", nn.Linear(sizes[i], sizes[i + 1]))
        self.act = act()

    def forward(self, x):
        for i in range(self.depth):
            if i > 0:
                x = self.act(x)
            x = getattr(self, f"fc{i}")(x)
        return x


@right("Asks for duplicates and removes them by identity.", seen="full marks")
def count_parameters(model):
    sizes = {}
    for _, p in model.named_parameters(remove_duplicate=False):
        if p.requires_grad:
            sizes[id(p)] = p.numel()
    return sum(sizes.values())
