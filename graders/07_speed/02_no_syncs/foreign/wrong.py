"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "The mean of the batches' means is not the mean per example if the last batch is smaller.",
    seen="named",
)
def train_epoch(model, batches, loss_fn, optimizer):
    losses, accuracies = [], []
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
        accuracies.append((output.detach().argmax(1) == y).to(loss.dtype).mean())
    losses = torch.stack(losses)
    return torch.stack([losses.mean(), torch.stack(accuracies).mean(), losses.max()])


@wrong(
    "The list keeps the losses with their graphs until detach() at the end: no batch's graph may stay alive in the epoch.",
    seen="named",
)
def train_epoch(model, batches, loss_fn, optimizer):
    losses, sizes, correct = [], [], 0
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss)
        sizes.append(len(x))
        correct = correct + (output.argmax(1) == y).sum()
    count = sum(sizes)
    total = sum(loss * size for loss, size in zip(losses, sizes, strict=True))
    worst = torch.stack(losses).max()
    return torch.stack([total / count, correct.to(total.dtype) / count, worst]).detach()


@wrong(
    "torch.tensor of a list of tensors reads each number back into Python; torch.stack keeps them on the device.",
    seen="named",
)
def train_epoch(model, batches, loss_fn, optimizer):
    total, correct, count, worst = 0, 0, 0, None
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        loss = loss.detach()
        total = total + loss * len(x)
        correct = correct + (output.detach().argmax(1) == y).sum()
        worst = loss if worst is None else torch.maximum(worst, loss)
        count += len(x)
    return torch.tensor(
        [total / count, correct / count, worst], dtype=worst.dtype, device=worst.device
    )


@wrong(
    "worst begins at 0, so it stays 0 if all losses are negative; it has to be the largest loss of a batch.",
    seen="full marks",
)
def train_epoch(model, batches, loss_fn, optimizer):
    stats, count = None, 0
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        loss = loss.detach()
        if stats is None:
            stats = torch.zeros(3, dtype=loss.dtype, device=loss.device)
        stats[0] += loss * len(x)
        stats[1] += (output.detach().argmax(1) == y).sum()
        stats[2] = torch.maximum(stats[2], loss)
        count += len(x)
    stats[:2] /= count
    return stats


@wrong(
    "An int64 count divided by an int is float32: beside a float64 loss the accuracy has only seven right digits.",
    seen="full marks",
)
def train_epoch(model, batches, loss_fn, optimizer):
    total, correct, count, worst = 0, 0, 0, None
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        loss = loss.detach()
        total = total + loss * len(x)
        correct = correct + (output.detach().argmax(1) == y).sum()
        worst = loss if worst is None else torch.maximum(worst, loss)
        count += len(x)
    return torch.stack([total / count, correct / count, worst])


@wrong(
    "The batches are walked through once only to count the examples: after that an iterator has none left to train with.",
    seen="full marks",
)
def train_epoch(model, batches, loss_fn, optimizer):
    count = sum(len(x) for x, _ in batches)
    losses, shares, hits = [], [], []
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
        shares.append(loss.detach() * (len(x) / count))
        hits.append((output.detach().argmax(1) == y).sum())
    losses = torch.stack(losses)
    accuracy = torch.stack(hits).sum().to(losses.dtype) / count
    return torch.stack([torch.stack(shares).sum(), accuracy, losses.amax()])


@wrong(
    "float() of each of the three numbers reads back three times per epoch; tolist() reads all three together.",
    seen="caught",
)
def fit(model, batches, loss_fn, optimizer, epochs):
    history = []
    for _ in range(epochs):
        numbers = train_epoch(model, batches, loss_fn, optimizer)
        names = ("loss", "accuracy", "worst")
        history.append({name: float(number) for name, number in zip(names, numbers, strict=True)})
    return history


@wrong(
    "torch.stack refuses an empty list: for 0 epochs an error is raised, where a list with no dictionary is due.",
    seen="full marks",
)
def fit(model, batches, loss_fn, optimizer, epochs):
    numbers = [train_epoch(model, batches, loss_fn, optimizer) for _ in range(epochs)]
    return [
        {"loss": loss, "accuracy": accuracy, "worst": worst}
        for loss, accuracy, worst in torch.stack(numbers).tolist()
    ]
