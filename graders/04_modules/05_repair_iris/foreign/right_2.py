"""Right answers by people who had seen the exercise alone, of a second round."""

import math

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Asks torch's own loss for the floor, in float64, and takes probabilities from log_softmax.",
    seen="full marks",
)
class IrisNet(nn.Module):
    """Four measurements in, three classes out, one hidden layer between."""

    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x: torch.Tensor) -> torch.Tensor:
        return nn.functional.log_softmax(self(x), dim=1).exp()

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        return self.probabilities(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes: int) -> float:
        best = torch.zeros(1, num_classes, dtype=torch.float64)
        best[0, 0] = 1.0
        return nn.CrossEntropyLoss()(best, torch.tensor([0])).item()


@right(
    "Writes softmax by hand and the floor as log1p; the layers are called step by step.",
    seen="full marks",
)
class IrisNet(nn.Module):
    """Four measurements in, three classes out, one hidden layer between."""

    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        inner = self.hidden(x).sigmoid()
        logits = self.output(inner)
        return logits

    def probabilities(self, x: torch.Tensor) -> torch.Tensor:
        logits = self(x)
        powers = (logits - logits.amax(dim=1, keepdim=True)).exp()
        return powers / powers.sum(dim=1, keepdim=True)

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        return self(x).max(dim=1).indices

    @staticmethod
    def loss_floor(num_classes: int) -> float:
        others = num_classes - 1
        return math.log1p(others * math.exp(-1))
