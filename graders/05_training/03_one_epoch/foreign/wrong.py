"""Wrong answers by people who had seen the exercise alone."""

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "NLLLoss wants log-probabilities; for logits the loss is CrossEntropyLoss, which applies log-softmax itself.",
    seen="named",
)
def loss_and_optimizer(model, lr, momentum):
    return nn.NLLLoss(), torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)


@wrong(
    "Parameters that are frozen now are left out for ever, even if they are unfrozen later: the optimizer gets all of the model's.",
    seen="full marks",
)
def loss_and_optimizer(model, lr, momentum):
    trainable = [p for p in model.parameters() if p.requires_grad]
    return nn.CrossEntropyLoss(), torch.optim.SGD(trainable, lr=lr, momentum=momentum)


@wrong(
    "The sum of the batches' means is divided by the number of batches: a small last batch counts as much as a full one.",
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
        total += loss.item()
    return total / len(loader)


@wrong(
    "zero_grad stands between backward and step: it deletes the gradients just computed, and the step changes nothing.",
    seen="named",
)
def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count


@wrong(
    "Gradients are cleared only after each step: the old ones with which the model arrives still take part in the first update.",
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
    "len(loader.dataset) counts examples that the loader never gave out, with drop_last or a sampler; the mean comes out too small.",
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
        total += loss.item() * x.shape[0]
    return total / len(loader.dataset)


@wrong(
    "A model that arrived in evaluation mode is put back into it at the end; train_epoch has to leave it in training mode.",
    seen="full marks",
)
def train_epoch(model, loader, loss_fn, optimizer):
    was_training = model.training
    model.train()
    total, count = 0.0, 0
    try:
        for x, y in loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
            count += len(y)
    finally:
        model.train(was_training)
    return total / count


@wrong(
    "A last batch that is smaller than the others is skipped, where every batch gets an update and counts in the mean.",
    seen="caught",
)
def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, count = 0.0, 0
    full = None
    for x, y in loader:
        full = full or len(x)
        if len(x) < full:
            continue
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count
