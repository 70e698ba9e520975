"""Wrong answers by people who had seen the exercise alone."""

import math
import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "forward was repaired, but probabilities still returns self(x): these are logits now, and rows no longer sum to one.",
    seen="named",
)
class IrisNet(nn.Module):
    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x: torch.Tensor) -> torch.Tensor:
        return self(x)

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes: int) -> float:
        return -math.log(math.e / (math.e + num_classes - 1))


@wrong(
    "forward still returns probabilities in evaluation mode: it has to return logits always, or a validation loss is as wrong as before.",
    seen="full marks",
)
class IrisNet(nn.Module):
    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        scores = self.output(torch.sigmoid(self.hidden(x)))
        if self.training:
            return scores
        return torch.softmax(scores, dim=1)

    def probabilities(self, x: torch.Tensor) -> torch.Tensor:
        scores = self(x)
        return torch.softmax(scores, dim=1) if self.training else scores

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes: int) -> float:
        return -math.log(math.e / (math.e + num_classes - 1))


@wrong(
    "dim=0 normalises over the flowers, not over the classes: columns sum to one, rows do not.",
    seen="named",
)
class IrisNet(nn.Module):
    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x: torch.Tensor) -> torch.Tensor:
        return torch.softmax(self(x), dim=0)

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes: int) -> float:
        return -math.log(math.e / (math.e + num_classes - 1))


@wrong(
    "squeeze() also removes the dimension of the flowers when there is only one: predict returns shape (), not (1,).",
    seen="named",
)
class IrisNet(nn.Module):
    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x: torch.Tensor) -> torch.Tensor:
        return torch.softmax(self(x), dim=1)

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        return self.probabilities(x).topk(1, dim=1).indices.squeeze()

    @staticmethod
    def loss_floor(num_classes: int) -> float:
        return -math.log(math.e / (math.e + num_classes - 1))


@wrong(
    "The floor is right for the three species only: the 2 stands for num_classes - 1, and num_classes is not used.",
    seen="caught",
)
class IrisNet(nn.Module):
    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x: torch.Tensor) -> torch.Tensor:
        return torch.softmax(self(x), dim=1)

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes: int) -> float:
        return math.log(math.e + 2) - 1


@wrong(
    "loss_floor returns a tensor of no dimension; the contract promises a float, so .item() is missing.",
    seen="caught",
)
class IrisNet(nn.Module):
    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x: torch.Tensor) -> torch.Tensor:
        return torch.softmax(self(x), dim=1)

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes: int) -> float:
        certain = torch.eye(num_classes)
        return nn.CrossEntropyLoss()(certain, torch.arange(num_classes))


@wrong(
    "log_softmax suits nn.NLLLoss: its output never exceeds 0, and forward has to return unbounded logits, untouched.",
    seen="named",
)
class IrisNet(nn.Module):
    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.log_softmax(self.output(torch.sigmoid(self.hidden(x))), dim=1)

    def probabilities(self, x: torch.Tensor) -> torch.Tensor:
        return self(x).exp()

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes: int) -> float:
        return -math.log(math.e / (math.e + num_classes - 1))


@wrong(
    "exp of the bare logits overflows when they are large: inf / inf is nan, and the row doesn't sum to one. torch.softmax is safe.",
    seen="named",
)
class IrisNet(nn.Module):
    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x: torch.Tensor) -> torch.Tensor:
        powers = self(x).exp()
        return powers / powers.sum(dim=1, keepdim=True)

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes: int) -> float:
        return -math.log(math.e / (math.e + num_classes - 1))
