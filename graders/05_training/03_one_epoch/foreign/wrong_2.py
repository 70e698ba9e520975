"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "You leave out the parameters that are frozen at the moment: when somebody thaws them later, this optimizer does not know them.",
    seen="named",
)
def loss_and_optimizer(model, lr, momentum):
    trainable = [p for p in model.parameters() if p.requires_grad]
    return nn.CrossEntropyLoss(), torch.optim.SGD(trainable, lr=lr, momentum=momentum)


@wrong(
    "`len(loader.dataset)` counts examples that the loader may never give out: with `drop_last=True` or a sampler the mean is wrong.",
    seen="named",
)
def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    return total / len(loader.dataset)


@wrong(
    "Clearing at the end of the loop is too late for the first batch: gradients that the model arrives with are added to it.",
    seen="named",
)
def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        total += loss.item() * len(x)
        count += len(x)
    return total / count


@wrong(
    "`model.train()` comes after the loop: a model that arrives in evaluation mode is trained without dropout and with old batch statistics.",
    seen="named",
)
def train_epoch(model, loader, loss_fn, optimizer):
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * x.size(0)
        count += x.size(0)
    model.train()
    return total / count


@wrong(
    "Two things: every batch counts as much as a full one, so a smaller last batch weighs too much; and the result is a tensor that drags a graph along, not a float.",
    seen="caught",
)
def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    running_loss = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        running_loss += loss
    return running_loss / len(loader)
