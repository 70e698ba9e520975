"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "Frozen parameters are left out, so whoever thaws them later trains with an optimizer that has never heard of them.",
    seen="named",
)
def loss_and_optimizer(model, lr, momentum):
    trainable = [p for p in model.parameters() if p.requires_grad]
    return nn.CrossEntropyLoss(), torch.optim.SGD(trainable, lr=lr, momentum=momentum)


@wrong(
    "A mean of the batches' means lets an example of a small last batch count more, and a model that arrives in evaluation mode is trained without dropout.",
    seen="named",
)
def train_epoch(model, loader, loss_fn, optimizer):
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)


@wrong(
    "The sum is divided by the size of the whole dataset, although the loader may have dropped a last batch or drawn only a part.",
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
    "Gradients are cleared only after each step, so old ones that the parameters arrive with are added to those of the first batch.",
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
        total += loss.item() * x.shape[0]
        count += x.shape[0]
    return total / count
