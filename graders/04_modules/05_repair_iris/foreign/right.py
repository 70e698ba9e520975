"""Right answers by people who had seen the exercise alone."""

import math
import torch
from torch import nn

from torchdojo.grading import right


@right("Probabilities by log_softmax and exp; the floor by log1p.", seen="full marks")
class IrisNet(nn.Module):
    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x: torch.Tensor) -> torch.Tensor:
        return self(x).log_softmax(dim=1).exp()

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes: int) -> float:
        return math.log1p((num_classes - 1) / math.e)


@right(
    "Lets torch's own loss compute the floor, for one certain and right example in float64.",
    seen="full marks",
)
class IrisNet(nn.Module):
    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x: torch.Tensor) -> torch.Tensor:
        return nn.functional.softmax(self(x), dim=-1)

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes: int) -> float:
        return nn.CrossEntropyLoss()(torch.eye(num_classes).double()[:1], torch.tensor([0])).item()


@right(
    "Softmax over the rows of the transposed logits; the floor as a difference of logarithms.",
    seen="full marks",
)
class IrisNet(nn.Module):
    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x: torch.Tensor) -> torch.Tensor:
        return self(x).T.softmax(dim=0).T

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes: int) -> float:
        return math.log(math.e + num_classes - 1) - 1.0
