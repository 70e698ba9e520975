"""Right answers by people who had seen the exercise alone, of a second round."""

import math

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Hands over a closure to `step`, notes losses and sizes in two lists, and weighs them at the end.",
    seen="full marks",
)
def train_epoch(model, loader, loss_fn, optimizer):
    losses, sizes = [], []
    model.train(True)
    for batch in loader:
        x, y = batch[0], batch[1]

        def closure(x=x, y=y):
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            return loss

        losses.append(optimizer.step(closure).item())
        sizes.append(x.shape[0])
    return math.fsum(a * b for a, b in zip(losses, sizes, strict=True)) / sum(sizes)


@right(
    "Sums in a float64 tensor that is read once at the end, and updates the mean as a running one.",
    seen="full marks",
)
def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    mean = torch.zeros((), dtype=torch.float64)
    seen = 0
    for x, y in loader:
        for group in optimizer.param_groups:
            for p in group["params"]:
                p.grad = None
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        seen += len(y)
        mean += (loss.detach().double().cpu() - mean) * (len(y) / seen)
    return mean.item()
