"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn
from torchdojo.grading import right


@right("Piles up the gradients of sums and divides once at the end.", seen="full marks")
def accumulate_(model, loss_fn, batches):
    for p in model.parameters():
        p.grad = None
    count, total = 0, 0.0
    for x, y in batches:
        n = len(x)
        if n == 0:
            continue
        loss = loss_fn(model(x), y)
        (loss * n).backward()
        total += n * loss.item()
        count += n
    for p in model.parameters():
        if p.grad is not None:
            p.grad.div_(count)
    return total / count


@right("Collects a group, flushes it when it is full, and once more at the end.", seen="full marks")
def train_accumulating(model, loss_fn, optimizer, batches, k):
    losses = []

    def flush(group):
        optimizer.zero_grad(set_to_none=True)
        losses.append(accumulate_(model, loss_fn, group))
        optimizer.step()

    waiting = []
    for batch in batches:
        waiting.append(batch)
        if len(waiting) == k:
            flush(waiting)
            waiting = []
    if waiting:
        flush(waiting)
    return losses
