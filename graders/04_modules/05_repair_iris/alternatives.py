"""Other right ways to repair the Iris classifier."""

import math

import torch
from torch import nn

from torchdojo.grading import alternative


@alternative("functions instead of modules, the class from the probabilities")
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        hidden = torch.special.expit(self.hidden(x))
        return nn.functional.linear(hidden, self.output.weight, self.output.bias)

    def probabilities(self, x):
        return self(x).softmax(-1)

    def predict(self, x):
        return self.probabilities(x).argmax(1)

    @staticmethod
    def loss_floor(num_classes):
        return -math.log(math.e / (math.e + num_classes - 1))


@alternative("the floor measured with the loss itself, on perfect probabilities")
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        x = self.hidden(x).sigmoid()
        return self.output(x)

    def probabilities(self, x):
        return nn.Softmax(dim=1)(self(x))

    def predict(self, x):
        return self(x).max(dim=1).indices

    @staticmethod
    def loss_floor(num_classes):
        best = torch.eye(num_classes, dtype=torch.float64)
        return nn.CrossEntropyLoss()(best, torch.arange(num_classes)).item()


@alternative("the formulas written out, the floor as a difference of logarithms")
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        x = 1 / (1 + torch.exp(-self.hidden(x)))
        return x @ self.output.weight.T + self.output.bias

    def probabilities(self, x):
        logits = self(x)
        return torch.exp(logits - logits.logsumexp(dim=1, keepdim=True))

    def predict(self, x):
        return self(x).topk(1, dim=1).indices.squeeze(1)

    @staticmethod
    def loss_floor(num_classes):
        return math.log(math.e + num_classes - 1) - 1
