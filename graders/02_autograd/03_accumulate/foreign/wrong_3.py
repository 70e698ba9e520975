"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "The gradients are right, but all losses are added up and differentiated once at the end, so the record of every "
    "micro-batch is still alive when the last one goes through the model, and no memory is saved.",
    seen="named",
)
def accumulate_(model, loss_fn, batches):
    model.zero_grad()
    total = sum(len(x) for x, _ in batches)
    loss = 0.0
    for x, y in batches:
        loss = loss + loss_fn(model(x), y) * (len(x) / total)
    loss.backward()
    return loss.item()


@wrong(
    "You divide every trainable parameter's gradient by the number of examples afterwards, but a parameter that the "
    "loss does not use has the gradient None, and dividing None raises an error.",
    seen="named",
)
def accumulate_(model, loss_fn, batches):
    model.zero_grad()
    total_loss, total = 0.0, 0
    for x, y in batches:
        loss = loss_fn(model(x), y) * len(x)
        loss.backward()
        total_loss += loss.item()
        total += len(x)
    for p in model.parameters():
        if p.requires_grad:
            p.grad /= total
    return total_loss / total


@wrong(
    "Gradients are cleared only after each step, so what lay in `.grad` before the function was called takes part in "
    "the very first step.",
    seen="named",
)
def train_accumulating(model, loss_fn, optimizer, batches, k):
    losses = []
    batches = iter(batches)
    while group := list(islice(batches, k)):  # noqa: F821
        n = sum(len(x) for x, _ in group)
        group_loss = 0.0
        for x, y in group:
            loss = loss_fn(model(x), y) * (len(x) / n)
            loss.backward()
            group_loss += loss.item()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(group_loss)
    return losses


@wrong(
    "Every loss is divided by k, so a short micro-batch weighs as much as a long one, and the smaller group at the end "
    "is divided by k as well although it has fewer than k micro-batches.",
    seen="named",
)
def train_accumulating(model, loss_fn, optimizer, batches, k):
    losses = []
    running, pending = 0.0, 0
    model.zero_grad()
    optimizer.zero_grad()
    for x, y in batches:
        loss = loss_fn(model(x), y) / k
        loss.backward()
        running += loss.item()
        pending += 1
        if pending == k:
            optimizer.step()
            optimizer.zero_grad()
            losses.append(running)
            running, pending = 0.0, 0
    if pending:
        optimizer.step()
        optimizer.zero_grad()
        losses.append(running)
    return losses
