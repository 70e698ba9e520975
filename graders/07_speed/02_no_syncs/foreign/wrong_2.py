"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "`torch.stack` of an empty list is an error: with epochs=0 the answer is an empty list, not a crash.",
    seen="named",
)
def fit(model, batches, loss_fn, optimizer, epochs):
    history = [train_epoch(model, batches, loss_fn, optimizer) for _ in range(epochs)]
    rows = torch.stack(history).tolist()
    return [{"loss": a, "accuracy": b, "worst": c} for a, b, c in rows]


@wrong(
    "`total` is a sum of losses that were never detached: detaching once at the end is too late, the graphs of all batches hang on it during the whole epoch.",
    seen="named",
)
def train_epoch(model, batches, loss_fn, optimizer):
    total, correct, worst, count = 0, 0, None, 0
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        total = total + loss * len(x)
        correct = correct + (output.argmax(1) == y).sum()
        worst = loss if worst is None else torch.maximum(worst, loss)
        count += len(x)
    return torch.stack([total / count, correct.to(loss.dtype) / count, worst]).detach()


@wrong(
    "The sums are kept in float32, whatever the loss is: with a float64 loss the dtype at the end is right and half of its digits are gone.",
    seen="named",
)
def train_epoch(model, batches, loss_fn, optimizer):
    device = next(model.parameters()).device
    total = torch.zeros((), device=device)
    correct = torch.zeros((), device=device)
    worst = torch.full((), float("-inf"), device=device)
    count = 0
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        n = x.shape[0]
        count += n
        total += loss.detach() * n
        correct += (output.detach().argmax(dim=1) == y).sum()
        worst = torch.maximum(worst, loss.detach())
    stats = torch.stack([total / count, correct / count, worst.to(total.dtype)])
    return stats.to(loss.dtype)


@wrong(
    "Three calls of `.item()` are three waits in every epoch: read the whole tensor at once, with one `tolist()`.",
    seen="named",
)
def fit(model, batches, loss_fn, optimizer, epochs):
    history = []
    for _ in range(epochs):
        stats = train_epoch(model, batches, loss_fn, optimizer)
        history.append(
            {"loss": stats[0].item(), "accuracy": stats[1].item(), "worst": stats[2].item()}
        )
    return history


@wrong(
    "The mean of the batches' means gives the examples of a small last batch too much weight; and the worst loss starts at 0, so with negative losses it stays 0.",
    seen="named",
)
def train_epoch(model, batches, loss_fn, optimizer):
    losses, hits = [], []
    worst = 0
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        loss = loss.detach()
        losses.append(loss)
        hits.append((output.detach().argmax(1) == y).to(loss.dtype).mean())
        worst = torch.maximum(loss, torch.as_tensor(worst, dtype=loss.dtype, device=loss.device))
    return torch.stack([torch.stack(losses).mean(), torch.stack(hits).mean(), worst])
