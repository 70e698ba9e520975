"""What goes wrong in the loop over batches."""

import torch
from torch import nn

from torchdojo.grading import mistake


@mistake(
    "The gradients are never cleared: `backward()` adds, so each step repeats all earlier ones.",
    loses=[
        "trains_as_it_should",
        "reports_mean_per_example",
        "counts_what_it_was_given",
        "switches_to_training",
        "uses_what_it_is_given",
        "updates_once_per_batch",
    ],
)
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count


@mistake(
    "`zero_grad()` stands between `backward()` and `step()`: it throws away what was just computed.",
    loses=[
        "trains_as_it_should",
        "reports_mean_per_example",
        "counts_what_it_was_given",
        "switches_to_training",
        "uses_what_it_is_given",
        "updates_once_per_batch",
    ],
)
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count


@mistake(
    "There is no `optimizer.step()`: gradients are computed, but no weight ever moves.",
    loses=[
        "trains_as_it_should",
        "reports_mean_per_example",
        "counts_what_it_was_given",
        "switches_to_training",
        "uses_what_it_is_given",
        "updates_once_per_batch",
    ],
)
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        total += loss.item() * len(x)
        count += len(x)
    return total / count


@mistake(
    "`step()` comes before `backward()`: every update uses no gradients, or those of the last batch.",
    loses=[
        "trains_as_it_should",
        "reports_mean_per_example",
        "counts_what_it_was_given",
        "switches_to_training",
        "uses_what_it_is_given",
        "updates_once_per_batch",
    ],
)
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimizer.step()
        optimizer.zero_grad()
        loss.backward()
        total += loss.item() * len(x)
        count += len(x)
    return total / count


@mistake(
    "The gradients are cleared after the step only: the first batch still adds to the old ones.",
    loses=[
        "trains_as_it_should",
        "reports_mean_per_example",
        "counts_what_it_was_given",
        "uses_what_it_is_given",
        "updates_once_per_batch",
    ],
)
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        total += loss.item() * len(x)
        count += len(x)
    return total / count


@mistake(
    "The gradients are cleared once per epoch; `backward()` adds, so clear them for every batch.",
    loses=[
        "trains_as_it_should",
        "reports_mean_per_example",
        "counts_what_it_was_given",
        "switches_to_training",
        "uses_what_it_is_given",
        "updates_once_per_batch",
    ],
)
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    model.train()
    optimizer.zero_grad()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count


@mistake(
    "`step()` stands behind the loop: one update for the whole epoch, not one for every batch.",
    loses=[
        "trains_as_it_should",
        "reports_mean_per_example",
        "counts_what_it_was_given",
        "switches_to_training",
        "uses_what_it_is_given",
        "updates_once_per_batch",
    ],
)
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    model.train()
    optimizer.zero_grad()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        total += loss.item() * len(x)
        count += len(x)
    optimizer.step()
    return total / count


@mistake(
    "`model.train()` is missing: a model that comes from an evaluation is trained in eval mode.",
    loses=["switches_to_training", "updates_once_per_batch"],
)
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count


@mistake(
    "The model is put back into evaluation mode at the end: `train_epoch` leaves it in training mode.",
    loses=["switches_to_training"],
)
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    model.eval()
    return total / count


@mistake(
    "A last batch that is smaller than the others is skipped: every batch gets its update and counts.",
    loses=[
        "trains_as_it_should",
        "reports_mean_per_example",
        "switches_to_training",
        "uses_what_it_is_given",
        "updates_once_per_batch",
    ],
)
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        if len(x) < loader.batch_size:
            continue
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count


@mistake(
    "This is the mean of the batches' means: a last batch of one example counts as much as a full one.",
    loses=["reports_mean_per_example"],
)
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    model.train()
    losses = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)


@mistake(
    "Means are added up and divided by the number of examples: weight each one by its batch's size.",
    loses=["reports_mean_per_example", "counts_what_it_was_given"],
)
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
        count += len(x)
    return total / count


@mistake(
    "Only the loss of the last batch is returned, not the mean over the epoch.",
    loses=["reports_mean_per_example", "counts_what_it_was_given"],
)
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    model.train()
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


@mistake(
    "A tensor is returned that keeps the graphs of all batches alive: add up `loss.item()`.",
    loses=["reports_mean_per_example", "counts_what_it_was_given"],
)
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total = total + loss * len(x)
        count += len(x)
    return total / count


@mistake(
    "`len(loader.dataset)` also counts the examples of a batch that the loader drops.",
    loses=["counts_what_it_was_given"],
)
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    model.train()
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    return total / len(loader.dataset)


@mistake(
    "A new optimizer in every epoch has forgotten its momentum: use the one that you are given.",
    loses=[
        "trains_as_it_should",
        "reports_mean_per_example",
        "counts_what_it_was_given",
        "uses_what_it_is_given",
        "updates_once_per_batch",
    ],
)
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    optimizer = type(optimizer)(model.parameters(), **optimizer.defaults)
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count


@mistake(
    "The loss is computed by `cross_entropy`, whatever loss the caller hands over.",
    loses=["uses_what_it_is_given", "updates_once_per_batch"],
)
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count


@mistake(
    "`momentum` is not passed on: SGD works without it, only slower.",
    loses=["chooses_torchs_own"],
)
def loss_and_optimizer(model, lr, momentum):
    return nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=lr)


@mistake(
    "`nn.NLLLoss` expects log-probabilities; for logits the loss is `nn.CrossEntropyLoss`.",
    loses=["chooses_torchs_own"],
)
def loss_and_optimizer(model, lr, momentum):
    return nn.NLLLoss(), torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)


@mistake(
    "The optimizer gets only some of the parameters: the other layers never learn.",
    loses=["chooses_torchs_own"],
)
def loss_and_optimizer(model, lr, momentum):
    last = list(model.children())[-1]
    return nn.CrossEntropyLoss(), torch.optim.SGD(last.parameters(), lr=lr, momentum=momentum)


@mistake(
    "Parameters that are frozen now are left out, and stay so when they are thawed: hand over all of them.",
    loses=["chooses_torchs_own"],
)
def loss_and_optimizer(model, lr, momentum):
    trainable = [p for p in model.parameters() if p.requires_grad]
    return nn.CrossEntropyLoss(), torch.optim.SGD(trainable, lr=lr, momentum=momentum)


@mistake(
    "`model.train()` comes after the loop: the batches are trained in the mode in which the model arrived.",
    loses=["switches_to_training", "updates_once_per_batch"],
    judged=False,
)
def train_epoch(model, loader, loss_fn, optimizer):
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    model.train()
    return total / count


@mistake(
    "`lr` is not passed on: SGD falls back on 0.001.",
    loses=["chooses_torchs_own"],
)
def loss_and_optimizer(model, lr, momentum):
    return nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), momentum=momentum)
