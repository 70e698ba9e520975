"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "The floor is measured by the loss itself, on the best output that probabilities can be.",
    seen="full marks",
)
class IrisNet(nn.Module):
    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        activity = self.hidden(x).sigmoid()
        return self.output(activity)

    def probabilities(self, x):
        scores = self.forward(x)
        powers = (scores - scores.max(dim=1, keepdim=True).values).exp()
        return powers / powers.sum(dim=1, keepdim=True)

    def predict(self, x):
        return self.probabilities(x).max(dim=1).indices

    @staticmethod
    def loss_floor(num_classes):
        certain = torch.zeros(1, num_classes, dtype=torch.float64)
        certain[0, 0] = 1.0
        return nn.CrossEntropyLoss()(certain, torch.tensor([0])).item()
