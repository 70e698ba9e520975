"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn
from torchdojo.grading import wrong


@wrong(
    "The mean of the means lets a small micro-batch pull as hard as a large one; weight each by its number of examples.",
    seen="named",
)
def accumulate_(model, loss_fn, batches):
    model.zero_grad()
    total = 0.0
    for x, y in batches:
        loss = loss_fn(model(x), y) / len(batches)
        loss.backward()
        total += loss.item()
    return total


@wrong(
    "Whatever was in .grad before the call is added to your gradients: clear it first.",
    seen="named",
)
def accumulate_(model, loss_fn, batches):
    count = sum(len(x) for x, _ in batches)
    total = 0.0
    for x, y in batches:
        loss = loss_fn(model(x), y) * (len(x) / count)
        loss.backward()
        total += loss.item()
    return total


@wrong(
    "One backward() at the end keeps the records of all micro-batches in memory; each needs its own before the next forward pass.",
    seen="named",
)
def accumulate_(model, loss_fn, batches):
    model.zero_grad()
    count = sum(len(x) for x, _ in batches)
    loss = sum(loss_fn(model(x), y) * len(x) for x, y in batches) / count
    loss.backward()
    return loss.item()


@wrong(
    "Micro-batches that are left over at the end never lead to a step: they must make a last, smaller group.",
    seen="named",
)
def train_accumulating(model, loss_fn, optimizer, batches, k):
    losses, group = [], []
    for batch in batches:
        group.append(batch)
        if len(group) == k:
            losses.append(accumulate_(model, loss_fn, group))
            optimizer.step()
            group = []
    return losses


@wrong(
    "Two mistakes: len() and slices refuse a generator, and dividing each loss by k is wrong for different sizes and for the smaller last group.",
    seen="named",
)
def train_accumulating(model, loss_fn, optimizer, batches, k):
    losses = []
    for start in range(0, len(batches), k):
        optimizer.zero_grad()
        total = 0.0
        for x, y in batches[start : start + k]:
            loss = loss_fn(model(x), y) / k
            loss.backward()
            total += loss.item()
        optimizer.step()
        losses.append(total)
    return losses
