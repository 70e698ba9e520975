"""Wrong answers by people who had seen the exercise alone, of a second round."""

import math

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "`forward` returns logits only in training mode: after `eval()` the loss on the test flowers gets probabilities again, and `probabilities` applies softmax twice.",
    seen="named",
)
class IrisNet(nn.Module):
    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        scores = self.output(torch.sigmoid(self.hidden(x)))
        if self.training:
            return scores
        return torch.softmax(scores, dim=1)

    def probabilities(self, x):
        return torch.softmax(self(x), dim=1)

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return -math.log(math.e / (math.e + num_classes - 1))


@wrong(
    "`squeeze()` removes the batch dimension of a single flower: its prediction has the shape () instead of (1,).",
    seen="named",
)
class IrisNet(nn.Module):
    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x):
        return torch.softmax(self(x), dim=1)

    def predict(self, x):
        return self.probabilities(x).squeeze().argmax(dim=-1)

    @staticmethod
    def loss_floor(num_classes):
        return -math.log(math.e / (math.e + num_classes - 1))


@wrong(
    "The right class is one of the K, so only K - 1 others add exp(0) to the sum: your floor is that of one class more, 0.743 instead of 0.551 for three.",
    seen="named",
)
class IrisNet(nn.Module):
    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x):
        return torch.softmax(self(x), dim=1)

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return -math.log(math.e / (math.e + num_classes))


@wrong(
    "`probabilities` forgot the move: `forward` returns logits now, and so do they, numbers that are negative and do not sum to one.",
    seen="named",
)
class IrisNet(nn.Module):
    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x):
        return self(x)

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return math.log(1 + (num_classes - 1) / math.e)


@wrong(
    "Two things: softmax over dim 0 compares flowers with each other, so that columns sum to one and not rows; and the floor is hard-wired for three classes.",
    seen="named",
)
class IrisNet(nn.Module):
    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x):
        return torch.softmax(self(x), dim=0)

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return -math.log(math.e / (math.e + 2))
