"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import wrong


@wrong(
    "`total` is a sum of losses that still hang on their graphs, so the graphs of all batches live until the end of the epoch; detaching the result comes too late.",
    seen="named",
)
def train_epoch(model, batches, loss_fn, optimizer):
    count, total, correct, worst = 0, 0, 0, None
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        count += len(x)
        total = total + loss * len(x)
        correct = correct + (output.argmax(1) == y).sum()
        worst = loss if worst is None else torch.maximum(worst, loss)
    return torch.stack([total / count, correct.to(loss.dtype) / count, worst]).detach()


@wrong(
    "The largest loss starts at 0, which is wrong for losses that are negative throughout, and sums that begin as float32 zeros give back a float32 tensor for a float64 loss.",
    seen="named",
)
def train_epoch(model, batches, loss_fn, optimizer):
    device = next(model.parameters()).device
    stats = torch.zeros(3, device=device)
    count = 0
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            count += len(x)
            stats[0] += loss * len(x)
            stats[1] += (output.argmax(1) == y).sum()
            stats[2] = torch.maximum(stats[2], loss.to(stats.dtype))
    stats[:2] /= count
    return stats


@wrong(
    "Three times .item() is three times waiting: read all three numbers together, with one tolist().",
    seen="named",
)
def fit(model, batches, loss_fn, optimizer, epochs):
    history = []
    for _ in range(epochs):
        loss, accuracy, worst = train_epoch(model, batches, loss_fn, optimizer)
        history.append({"loss": loss.item(), "accuracy": accuracy.item(), "worst": worst.item()})
    return history


@wrong(
    "Gradients are cleared after the step, not before the backward pass as in the loop: whatever stood in .grad before the epoch takes part in its first update.",
    seen="caught",
)
def train_epoch(model, batches, loss_fn, optimizer):
    count = 0
    losses, hits, largest = [], [], []
    for x, y in batches:
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        count += len(x)
        losses.append(loss.detach() * len(x))
        hits.append((output.detach().argmax(1) == y).sum())
        largest.append(loss.detach())
    loss = torch.stack(losses).sum() / count
    accuracy = torch.stack(hits).sum().to(loss.dtype) / count
    return torch.stack([loss, accuracy, torch.stack(largest).max()])
