"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right(
    "collects a group and flushes it when it is full, and once more at the end", seen="full marks"
)
def train_accumulating(model, loss_fn, optimizer, batches, k):
    losses, group = [], []

    def flush():
        losses.append(accumulate_(model, loss_fn, group))
        optimizer.step()
        group.clear()

    for batch in batches:
        group.append(batch)
        if len(group) == k:
            flush()
    if group:
        flush()
    return losses


@right("one pass: what is in .grad is scaled down as more examples arrive", seen="full marks")
def accumulate_(model, loss_fn, batches):
    model.zero_grad(set_to_none=True)
    mean, seen = 0.0, 0
    for x, y in batches:
        n = x.shape[0]
        old_share, new_share = seen / (seen + n), n / (seen + n)
        for p in model.parameters():
            if p.grad is not None:
                p.grad.mul_(old_share)
        loss = loss_fn(model(x), y)
        (loss * new_share).backward()
        mean = mean * old_share + loss.item() * new_share
        seen += n
    return mean


@right(
    "the weight of each micro-batch is the gradient that backward() starts from", seen="full marks"
)
def accumulate_(model, loss_fn, batches):
    for p in model.parameters():
        p.grad = None
    sizes = [len(y) for _, y in batches]
    mean = 0.0
    for (x, y), size in zip(batches, sizes):
        weight = size / sum(sizes)
        loss = loss_fn(model(x), y)
        loss.backward(torch.full_like(loss, weight))
        mean += weight * loss.item()
    return mean
