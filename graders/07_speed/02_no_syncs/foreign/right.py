"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right(
    "Keeps detached losses and hits in lists and adds them up at the end of the epoch.",
    seen="full marks",
)
def train_epoch(model, batches, loss_fn, optimizer):
    count, losses, weighted, hits = 0, [], [], []
    for x, y in batches:
        output = model(x)
        loss = loss_fn(output, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        value = loss.detach()
        losses.append(value)
        weighted.append(value * len(x))
        hits.append(output.detach().argmax(dim=1).eq(y).sum())
        count += len(x)
    total = torch.stack(weighted).sum()
    correct = torch.stack(hits).sum().to(total.dtype)
    return torch.stack((total / count, correct / count, torch.stack(losses).amax()))


@right(
    "Running tensors, and a torch.where that begins at -inf and takes over a larger loss as the slow loop does.",
    seen="full marks",
)
def train_epoch(model, batches, loss_fn, optimizer):
    count, total = 0, None
    for x, y in batches:
        optimizer.zero_grad(set_to_none=True)
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            loss = loss.detach()
            if total is None:
                total, correct = torch.zeros_like(loss), torch.zeros_like(loss)
                worst = torch.full_like(loss, float("-inf"))
            total = total + loss * len(x)
            correct = correct + (output.argmax(1) == y).sum().to(loss.dtype)
            worst = torch.where(loss > worst, loss, worst)
        count += len(x)
    return torch.stack((total / count, correct / count, worst))


@right("Reads back a single time, after the last epoch.", seen="full marks")
def fit(model, batches, loss_fn, optimizer, epochs):
    kept = [train_epoch(model, batches, loss_fn, optimizer) for _ in range(epochs)]
    table = torch.stack(kept).tolist() if kept else []
    return [dict(zip(("loss", "accuracy", "worst"), row, strict=True)) for row in table]
