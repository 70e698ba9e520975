"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import right


@right(
    "One function per batch, whose graph ends with it; lists of numbers on the device, added up at the end.",
    seen="full marks",
)
def train_epoch(model, batches, loss_fn, optimizer):
    def one(x, y):
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        hits = (output.detach().argmax(dim=1) == y).sum()
        return len(x), loss.detach().clone(), hits

    sizes, losses, hits = [], [], []
    for x, y in batches:
        n, loss, hit = one(x, y)
        sizes.append(n)
        losses.append(loss)
        hits.append(hit)
    count = sum(sizes)
    total = torch.stack([loss * n for loss, n in zip(losses, sizes, strict=True)]).sum()
    worst = torch.stack(losses).amax()
    right_ones = torch.stack(hits).sum().to(total)
    return torch.stack((total / count, right_ones / count, worst))


@right("Reads back once for all epochs together, at the end.", seen="full marks")
def fit(model, batches, loss_fn, optimizer, epochs):
    history = []
    while len(history) < epochs:
        history.append(train_epoch(model, batches, loss_fn, optimizer))
    if not history:
        return []
    names = ("loss", "accuracy", "worst")
    return [dict(zip(names, row, strict=True)) for row in torch.stack(history).tolist()]
