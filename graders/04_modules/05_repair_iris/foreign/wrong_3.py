"""Wrong answers by people who had seen the exercise alone, of a third round."""

import math

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "`forward` returns log-probabilities: the loss happens to be the same, but they are not the unbounded scores that `output` returns.",
    seen="named",
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return torch.log_softmax(self.output(torch.sigmoid(self.hidden(x))), dim=1)

    def probabilities(self, x):
        return self(x).exp()

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return -math.log(math.e / (math.e + num_classes - 1))


@wrong(
    "The softmax has left `forward`, but `probabilities` still passes on what `forward` returns: logits, whose rows do not sum to one.",
    seen="named",
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
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
    "The floor is that of three classes whatever `num_classes` says: right for irises, wrong for 2 or 10 classes.",
    seen="named",
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
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
        return -math.log(math.e / (math.e + 2))


@wrong(
    "`squeeze()` in `predict` takes away the batch of a single flower, and the floor counts K other classes where there are K - 1.",
    seen="named",
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x):
        return self(x).softmax(dim=-1)

    def predict(self, x):
        return self.probabilities(x).argmax(dim=1).squeeze()

    @staticmethod
    def loss_floor(num_classes):
        return -math.log(math.e / (math.e + num_classes))
