"""Right answers by people who had seen the exercise alone."""

import math
import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Gives the optimizer one group, spelled as a dictionary with its own settings.",
    seen="full marks",
)
def loss_and_optimizer(model, lr, momentum):
    group = {"params": list(model.parameters()), "lr": lr, "momentum": momentum}
    optimizer = torch.optim.SGD([group], lr=lr, momentum=momentum)
    return nn.CrossEntropyLoss(reduction="mean"), optimizer


@right(
    "Adds up the losses in a float64 tensor and asks for a Python number once, at the end.",
    seen="full marks",
)
def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total = torch.zeros((), dtype=torch.float64)
    count = 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total = total + loss.detach().cpu().double() * x.size(0)
        count += x.size(0)
    return (total / count).item()


@right(
    "Clears the gradients before the loop and after each step; a weighted mean by fsum.",
    seen="full marks",
)
def train_epoch(model, loader, loss_fn, optimizer):
    model.train(True)
    optimizer.zero_grad()
    losses, sizes = [], []
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        sizes.append(len(x))
    return math.fsum(loss * size for loss, size in zip(losses, sizes)) / sum(sizes)
