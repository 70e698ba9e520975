"""Right answers by people who had seen the exercise alone, of a third round."""

from torch import nn

from torchdojo.grading import right


@right(
    "Numbered attributes instead of a container, and one activation for all places.",
    seen="full marks",
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        self.depth = len(sizes) - 1
        if self.depth < 1:
            raise ValueError(f"at least two sizes are needed, got {list(sizes)}")
        for i in range(self.depth):
            setattr(self, f"linear{i}", nn.Linear(sizes[i], sizes[i + 1]))
        if self.depth > 1:
            self.activation = act()

    def forward(self, x):
        x = self.linear0(x)
        for i in range(1, self.depth):
            x = getattr(self, f"linear{i}")(self.activation(x))
        return x
