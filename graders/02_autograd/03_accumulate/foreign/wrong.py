"""Wrong answers by people who had seen the exercise alone."""

from itertools import islice

from torchdojo.grading import wrong


@wrong(
    "Divides by the number of micro-batches: the mean of the means lets a lonely example pull as hard as a full batch.",
    seen="named",
)
def accumulate_(model, loss_fn, batches):
    model.zero_grad()
    mean = 0.0
    for x, y in batches:
        loss = loss_fn(model(x), y) / len(batches)
        loss.backward()
        mean += loss.item()
    return mean


@wrong(
    "Adds up all losses before the only backward(): every micro-batch's record stays in memory, as with the large batch.",
    seen="named",
)
def accumulate_(model, loss_fn, batches):
    model.zero_grad()
    total = sum(len(x) for x, _ in batches)
    mean = sum(loss_fn(model(x), y) * len(x) for x, y in batches) / total
    mean.backward()
    return mean.item()


@wrong(
    "Takes all micro-batches to be as large as the first: with a smaller last one the weights do not add up to 1.",
    seen="caught",
)
def accumulate_(model, loss_fn, batches):
    model.zero_grad()
    total = len(batches) * len(batches[0][0])
    mean = 0.0
    for x, y in batches:
        loss = loss_fn(model(x), y) * (len(x) / total)
        loss.backward()
        mean += loss.item()
    return mean


@wrong(
    "A parameter that is frozen or unused has .grad None, so the division at the end raises an error for such a module.",
    seen="full marks",
)
def accumulate_(model, loss_fn, batches):
    model.zero_grad()
    total, examples = 0.0, 0
    for x, y in batches:
        loss = loss_fn(model(x), y) * len(x)
        loss.backward()
        total += loss.item()
        examples += len(x)
    for p in model.parameters():
        p.grad.div_(examples)
    return total / examples


@wrong(
    "zip over k times the same iterator gives full groups only: the micro-batches left over at the end make no step.",
    seen="named",
)
def train_accumulating(model, loss_fn, optimizer, batches, k):
    losses = []
    for group in zip(*[iter(batches)] * k):
        optimizer.zero_grad()
        losses.append(accumulate_(model, loss_fn, list(group)))
        optimizer.step()
    return losses


@wrong(
    "len() and slices need a list; any iterable is promised, and a generator or a DataLoader has no slices.",
    seen="named",
)
def train_accumulating(model, loss_fn, optimizer, batches, k):
    losses = []
    for start in range(0, len(batches), k):
        losses.append(accumulate_(model, loss_fn, batches[start : start + k]))
        optimizer.step()
    return losses


@wrong(
    "Divides by k always: micro-batches of different sizes count the same, and the smaller last group is scaled too low.",
    seen="named",
)
def train_accumulating(model, loss_fn, optimizer, batches, k):
    losses, mean, waiting = [], 0.0, 0
    optimizer.zero_grad()
    for x, y in batches:
        loss = loss_fn(model(x), y) / k
        loss.backward()
        mean += loss.item()
        waiting += 1
        if waiting == k:
            optimizer.step()
            optimizer.zero_grad()
            losses.append(mean)
            mean, waiting = 0.0, 0
    if waiting:
        optimizer.step()
        optimizer.zero_grad()
        losses.append(mean)
    return losses


@wrong(
    "zero_grad() comes only after each step: gradients that are there at the beginning take part in the first step.",
    seen="named",
)
def train_accumulating(model, loss_fn, optimizer, batches, k):
    losses = []
    stream = iter(batches)
    while group := list(islice(stream, k)):
        total = sum(len(x) for x, _ in group)
        mean = 0.0
        for x, y in group:
            loss = loss_fn(model(x), y) * (len(x) / total)
            loss.backward()
            mean += loss.item()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(mean)
    return losses
