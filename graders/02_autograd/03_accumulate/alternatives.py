"""Other right ways to accumulate gradients."""

from itertools import islice

import torch

from torchdojo.grading import alternative


@alternative("sums are accumulated, and divided by the number of examples at the end")
def accumulate_(model, loss_fn, batches) -> float:
    for p in model.parameters():
        p.grad = None
    count, summed = 0, 0.0
    for x, y in batches:
        loss = loss_fn(model(x), y)
        (loss * len(x)).backward()
        summed += loss.item() * len(x)
        count += len(x)
    for p in model.parameters():
        if p.grad is not None:
            p.grad /= count
    return summed / count


@alternative("the weight is handed to backward as upstream gradient")
def accumulate_(model, loss_fn, batches) -> float:
    sizes = torch.tensor([float(len(y)) for _, y in batches])
    weights = (sizes.double() / sizes.sum()).tolist()
    model.zero_grad(set_to_none=False)
    losses = []
    for (x, y), weight in zip(batches, weights):
        loss = loss_fn(model(x), y)
        loss.backward(torch.full_like(loss, weight))
        losses.append(weight * float(loss))
    return sum(losses)


@alternative("autograd.grad for each piece, added up by hand")
def accumulate_(model, loss_fn, batches) -> float:
    params = [p for p in model.parameters() if p.requires_grad]
    total = sum(len(x) for x, _ in batches)
    sums, mean = [torch.zeros_like(p) for p in params], 0.0
    for x, y in batches:
        loss = loss_fn(model(x), y)
        for s, grad in zip(sums, torch.autograd.grad(loss, params, allow_unused=True)):
            if grad is not None:
                s.add_(grad, alpha=len(x) / total)
        mean += loss.item() * len(x) / total
    for p, s in zip(params, sums):
        p.grad = s
    return mean


@alternative("a group that is collected, and closed when it is full or the batches end")
def train_accumulating(model, loss_fn, optimizer, batches, k) -> list[float]:
    losses, group = [], []
    for batch in batches:
        group.append(batch)
        if len(group) == k:
            losses.append(accumulate_(model, loss_fn, group))
            optimizer.step()
            group = []
    if group:
        losses.append(accumulate_(model, loss_fn, group))
        optimizer.step()
    return losses


@alternative("slices of a list of all batches")
def train_accumulating(model, loss_fn, optimizer, batches, k) -> list[float]:
    losses, batches = [], list(batches)
    for start in range(0, len(batches), k):
        losses.append(accumulate_(model, loss_fn, list(islice(batches, start, start + k))))
        optimizer.step()
    return losses
