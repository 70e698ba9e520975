"""What goes wrong when gradients are accumulated."""

from itertools import islice

import torch

from torchdojo.grading import mistake, slip

slip(
    "This is the mean of the means: dividing by the number of micro-batches lets a small one count as much as a large one. Weight by `len(x) / total`.",
    loses=[
        "equals_the_large_batch",
        "takes_any_loss",
        "returns_the_mean_loss",
        "steps_once_per_group",
        "reports_each_group",
    ],
    edits=[
        ("total = sum(len(x) for x, _ in batches)", ""),
        ("loss_fn(model(x), y) * len(x) / total", "loss_fn(model(x), y) / len(batches)"),
    ],
)


@mistake(
    "The mean losses are added up unweighted: the gradient is several times too large.",
    loses=[
        "equals_the_large_batch",
        "takes_any_loss",
        "returns_the_mean_loss",
        "steps_once_per_group",
        "reports_each_group",
    ],
)
def accumulate_(model, loss_fn, batches) -> float:
    model.zero_grad()
    total = 0.0
    for x, y in batches:
        loss = loss_fn(model(x), y)
        loss.backward()
        total += loss.item()
    return total


@mistake(
    "Each loss is multiplied by its number of examples, but nothing divides by all of them: this is the sum, not the mean.",
    loses=[
        "equals_the_large_batch",
        "takes_any_loss",
        "returns_the_mean_loss",
        "steps_once_per_group",
        "reports_each_group",
    ],
)
def accumulate_(model, loss_fn, batches) -> float:
    model.zero_grad()
    total = 0.0
    for x, y in batches:
        loss = loss_fn(model(x), y) * len(x)
        loss.backward()
        total += loss.item()
    return total


slip(
    "All micro-batches are taken to be as large as the first: add up their own sizes, `len(x)` of each.",
    loses=[
        "equals_the_large_batch",
        "takes_any_loss",
        "returns_the_mean_loss",
        "steps_once_per_group",
        "reports_each_group",
    ],
    edits=[
        ("total = sum(len(x) for x, _ in batches)", ""),
        ("model.zero_grad()", "model.zero_grad()\ntotal = len(batches) * len(batches[0][0])"),
    ],
)


@mistake(
    "A parameter that is frozen or unused has None in `.grad`, which cannot be divided: skip it.",
    loses=["equals_the_large_batch"],
)
def accumulate_(model, loss_fn, batches) -> float:
    model.zero_grad()
    total, count = 0.0, 0
    for x, y in batches:
        loss = loss_fn(model(x), y) * len(x)
        loss.backward()
        total += loss.item()
        count += len(x)
    for p in model.parameters():
        p.grad.div_(count)
    return total / count


@mistake(
    "A parameter that is frozen or unused has None in `.grad`, which cannot be divided: skip it.",
    loses=["equals_the_large_batch"],
)
def accumulate_(model, loss_fn, batches) -> float:
    model.zero_grad()
    total, count = 0.0, 0
    for x, y in batches:
        loss = loss_fn(model(x), y) * len(x)
        loss.backward()
        total += loss.item()
        count += len(x)
    for p in model.parameters():
        p.grad /= count
    return total / count


@mistake(
    "`torch.autograd.grad` refuses parameters that are frozen or unused: leave them out, or call `backward()`.",
    loses=["equals_the_large_batch"],
)
def accumulate_(model, loss_fn, batches) -> float:
    params, total = list(model.parameters()), sum(len(x) for x, _ in batches)
    sums, mean = [torch.zeros_like(p) for p in params], 0.0
    for x, y in batches:
        loss = loss_fn(model(x), y) * len(x) / total
        for s, grad in zip(sums, torch.autograd.grad(loss, params)):
            s += grad
        mean += loss.item()
    for p, s in zip(params, sums):
        p.grad = s
    return mean


slip(
    "Old gradients are still in `.grad` when the first micro-batch adds its own: clear them before the loop.",
    loses=[
        "equals_the_large_batch",
        "takes_any_loss",
        "steps_once_per_group",
        "reports_each_group",
    ],
    edits=[("model.zero_grad()", "")],
)

slip(
    "The gradients are cleared for every micro-batch, so only those of the last one are left: clear them once, before the loop.",
    loses=[
        "equals_the_large_batch",
        "takes_any_loss",
        "steps_once_per_group",
        "reports_each_group",
    ],
    edits=[
        ("model.zero_grad()", ""),
        (
            "loss = loss_fn(model(x), y) * len(x) / total",
            "model.zero_grad()\nloss = loss_fn(model(x), y) * len(x) / total",
        ),
    ],
)


@mistake(
    "The micro-batches are joined to one large batch: right gradients, but the memory that was to be saved is needed again.",
    loses=["holds_one_piece_at_a_time"],
)
def accumulate_(model, loss_fn, batches) -> float:
    model.zero_grad()
    loss = loss_fn(model(torch.cat([x for x, _ in batches])), torch.cat([y for _, y in batches]))
    loss.backward()
    return loss.item()


@mistake(
    "One `backward()` at the end keeps the records of all micro-batches until then: call it for each of them.",
    loses=["holds_one_piece_at_a_time"],
)
def accumulate_(model, loss_fn, batches) -> float:
    total = sum(len(x) for x, _ in batches)
    model.zero_grad()
    loss = sum(loss_fn(model(x), y) * len(x) / total for x, y in batches)
    loss.backward()
    return loss.item()


@mistake(
    "The gradients are right, but the loss that is returned is a mean of means: weight it as well.",
    loses=["returns_the_mean_loss", "reports_each_group"],
)
def accumulate_(model, loss_fn, batches) -> float:
    total = sum(len(x) for x, _ in batches)
    model.zero_grad()
    losses = []
    for x, y in batches:
        loss = loss_fn(model(x), y)
        (loss * len(x) / total).backward()
        losses.append(loss.item())
    return sum(losses) / len(losses)


slip(
    "The loss comes back as a tensor with its record: return a Python float, `loss.item()`.",
    loses=["returns_the_mean_loss", "reports_each_group"],
    edits=[("mean += loss.item()", "mean = mean + loss")],
)

slip(
    "A step is made for every micro-batch: gradients are collected over k of them before one step.",
    loses=["steps_once_per_group", "reports_each_group", "holds_one_piece_at_a_time"],
    edits=[
        ("batches, losses = iter(batches), []", "losses = []"),
        ("while group := list(islice(batches, k)):", "for batch in batches:"),
        ("accumulate_(model, loss_fn, group)", "accumulate_(model, loss_fn, [batch])"),
    ],
)


@mistake(
    "What is left over after the last full group is never used: it makes a smaller group of its own.",
    loses=["steps_once_per_group", "reports_each_group", "holds_one_piece_at_a_time"],
)
def train_accumulating(model, loss_fn, optimizer, batches, k) -> list[float]:
    losses, group = [], []
    for batch in batches:
        group.append(batch)
        if len(group) == k:
            losses.append(accumulate_(model, loss_fn, group))
            optimizer.step()
            group = []
    return losses


slip(
    "`len(batches)` exists for lists only: batches may come from a generator, one after the other.",
    loses=["steps_once_per_group", "reports_each_group"],
    edits=[
        ("batches, losses = iter(batches), []", "losses = []"),
        ("while group := list(islice(batches, k)):", "for start in range(0, len(batches), k):"),
        (
            "accumulate_(model, loss_fn, group)",
            "accumulate_(model, loss_fn, batches[start : start + k])",
        ),
    ],
)

slip(
    "The gradients are computed for each group, but `optimizer.step()` is missing: no weight ever moves.",
    loses=["steps_once_per_group", "reports_each_group", "holds_one_piece_at_a_time"],
    edits=[("optimizer.step()", "")],
)

slip(
    "`zero_grad()` stands between accumulating and stepping: it throws away what was just collected.",
    loses=["steps_once_per_group", "reports_each_group"],
    edits=[
        (
            "losses.append(accumulate_(model, loss_fn, group))",
            "losses.append(accumulate_(model, loss_fn, group))\noptimizer.zero_grad()",
        )
    ],
)


@mistake(
    "Each loss is divided by k, also in the last group, which is smaller, and whatever the sizes: weight by the examples of the group.",
    loses=["steps_once_per_group", "reports_each_group"],
)
def train_accumulating(model, loss_fn, optimizer, batches, k) -> list[float]:
    batches, losses = iter(batches), []
    while group := list(islice(batches, k)):
        optimizer.zero_grad()
        mean = 0.0
        for x, y in group:
            loss = loss_fn(model(x), y) / k
            loss.backward()
            mean += loss.item()
        optimizer.step()
        losses.append(mean)
    return losses


@mistake(
    "`zero_grad()` comes after each step only: gradients that are there at the beginning take part in the first.",
    loses=["steps_once_per_group", "reports_each_group"],
)
def train_accumulating(model, loss_fn, optimizer, batches, k) -> list[float]:
    batches, losses = iter(batches), []
    while group := list(islice(batches, k)):
        total, mean = sum(len(x) for x, _ in group), 0.0
        for x, y in group:
            loss = loss_fn(model(x), y) * len(x) / total
            loss.backward()
            mean += loss.item()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(mean)
    return losses


@mistake(
    "The gradients are cleared once, before the first group: each further step repeats those of all groups before.",
    loses=["steps_once_per_group", "reports_each_group"],
)
def train_accumulating(model, loss_fn, optimizer, batches, k) -> list[float]:
    batches, losses = iter(batches), []
    optimizer.zero_grad()
    while group := list(islice(batches, k)):
        total, mean = sum(len(x) for x, _ in group), 0.0
        for x, y in group:
            loss = loss_fn(model(x), y) * len(x) / total
            loss.backward()
            mean += loss.item()
        optimizer.step()
        losses.append(mean)
    return losses


@mistake(
    "Only the parameters behind the loss get a new `.grad`: an unused one keeps its old gradient, and the optimizer would follow it.",
    loses=["equals_the_large_batch"],
)
def accumulate_(model, loss_fn, batches) -> float:
    total = sum(len(x) for x, _ in batches)
    params = [p for p in model.parameters() if p.requires_grad]
    sums, mean = [None] * len(params), 0.0
    for x, y in batches:
        loss = loss_fn(model(x), y) * len(x) / total
        found = torch.autograd.grad(loss, params, allow_unused=True)
        sums = [g if s is None else s + g for s, g in zip(sums, found)]
        mean += loss.item()
    for p, grad in zip(params, sums):
        if grad is not None:
            p.grad = grad
    return mean


slip(
    "The loss is always the cross-entropy: use the `loss_fn` that is handed over.",
    loses=["takes_any_loss", "holds_one_piece_at_a_time"],
    edits=[("loss_fn(model(x), y)", "torch.nn.functional.cross_entropy(model(x), y)")],
)


@mistake(
    "The losses are those after each step: the contract asks for the loss before it, which costs no extra pass.",
    loses=["reports_each_group", "holds_one_piece_at_a_time"],
)
def train_accumulating(model, loss_fn, optimizer, batches, k: int) -> list[float]:
    batches, losses = iter(batches), []
    while group := list(islice(batches, k)):
        accumulate_(model, loss_fn, group)
        optimizer.step()
        with torch.no_grad():
            count = sum(len(x) for x, _ in group)
            losses.append(sum(loss_fn(model(x), y).item() * len(x) for x, y in group) / count)
    return losses
