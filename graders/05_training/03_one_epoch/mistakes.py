"""What goes wrong in the loop over batches."""

import torch
from torch import nn

from torchdojo.grading import mistake, slip

slip(
    "The gradients are never cleared: `backward()` adds, so each step repeats all earlier ones.",
    loses=[
        "trains_as_it_should",
        "reports_mean_per_example",
        "counts_what_it_was_given",
        "switches_to_training",
        "uses_what_it_is_given",
        "updates_once_per_batch",
    ],
    edits=[("optimizer.zero_grad()", "")],
)

slip(
    "`zero_grad()` stands between `backward()` and `step()`: it throws away what was just computed.",
    loses=[
        "trains_as_it_should",
        "reports_mean_per_example",
        "counts_what_it_was_given",
        "switches_to_training",
        "uses_what_it_is_given",
        "updates_once_per_batch",
    ],
    edits=[
        ("optimizer.zero_grad()", ""),
        ("loss.backward()", "loss.backward()\noptimizer.zero_grad()"),
    ],
)

slip(
    "There is no `optimizer.step()`: gradients are computed, but no weight ever moves.",
    loses=[
        "trains_as_it_should",
        "reports_mean_per_example",
        "counts_what_it_was_given",
        "switches_to_training",
        "uses_what_it_is_given",
        "updates_once_per_batch",
    ],
    edits=[("optimizer.step()", "")],
)

slip(
    "`step()` comes before `backward()`: every update uses no gradients, or those of the last batch.",
    loses=[
        "trains_as_it_should",
        "reports_mean_per_example",
        "counts_what_it_was_given",
        "switches_to_training",
        "uses_what_it_is_given",
        "updates_once_per_batch",
    ],
    edits=[
        (
            "optimizer.zero_grad()",
            "loss = loss_fn(model(x), y)\noptimizer.step()\noptimizer.zero_grad()",
        ),
        ("loss = loss_fn(model(x), y)", ""),
        ("optimizer.step()", ""),
    ],
)

slip(
    "The gradients are cleared after the step only: the first batch still adds to the old ones.",
    loses=[
        "trains_as_it_should",
        "reports_mean_per_example",
        "counts_what_it_was_given",
        "uses_what_it_is_given",
        "updates_once_per_batch",
    ],
    edits=[
        ("optimizer.zero_grad()", ""),
        ("optimizer.step()", "optimizer.step()\noptimizer.zero_grad()"),
    ],
)

slip(
    "The gradients are cleared once per epoch; `backward()` adds, so clear them for every batch.",
    loses=[
        "trains_as_it_should",
        "reports_mean_per_example",
        "counts_what_it_was_given",
        "switches_to_training",
        "uses_what_it_is_given",
        "updates_once_per_batch",
    ],
    edits=[
        ("model.train()", "model.train()\noptimizer.zero_grad()"),
        ("optimizer.zero_grad()", ""),
    ],
)


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


slip(
    "`model.train()` is missing: a model that comes from an evaluation is trained in eval mode.",
    loses=["switches_to_training", "updates_once_per_batch"],
    edits=[("model.train()", "")],
)

slip(
    "The model is put back into evaluation mode at the end: `train_epoch` leaves it in training mode.",
    loses=["switches_to_training"],
    edits=[("return total / count", "model.eval()\nreturn total / count")],
)

slip(
    "A last batch that is smaller than the others is skipped: every batch gets its update and counts.",
    loses=[
        "trains_as_it_should",
        "reports_mean_per_example",
        "switches_to_training",
        "uses_what_it_is_given",
        "updates_once_per_batch",
    ],
    edits=[
        (
            "optimizer.zero_grad()",
            "if len(x) < loader.batch_size:\n    continue\noptimizer.zero_grad()",
        )
    ],
)

slip(
    "This is the mean of the batches' means: a last batch of one example counts as much as a full one.",
    loses=["reports_mean_per_example"],
    edits=[
        ("total, count = 0.0, 0", "losses = []"),
        ("total += loss.item() * len(x)\ncount += len(x)", "losses.append(loss.item())"),
        ("total / count", "sum(losses) / len(losses)"),
    ],
)

slip(
    "Means are added up and divided by the number of examples: weight each one by its batch's size.",
    loses=["reports_mean_per_example", "counts_what_it_was_given"],
    edits=[("loss.item() * len(x)", "loss.item()")],
)

slip(
    "Only the loss of the last batch is returned, not the mean over the epoch.",
    loses=["reports_mean_per_example", "counts_what_it_was_given"],
    edits=[
        ("total, count = 0.0, 0", ""),
        ("total += loss.item() * len(x)\ncount += len(x)", ""),
        ("return total / count", "return loss.item()"),
    ],
)

slip(
    "A tensor is returned that keeps the graphs of all batches alive: add up `loss.item()`.",
    loses=["reports_mean_per_example", "counts_what_it_was_given"],
    edits=[("total += loss.item() * len(x)", "total = total + loss * len(x)")],
)

slip(
    "`len(loader.dataset)` also counts the examples of a batch that the loader drops.",
    loses=["counts_what_it_was_given"],
    edits=[
        ("total, count = 0.0, 0", "total = 0.0"),
        ("count += len(x)", ""),
        ("total / count", "total / len(loader.dataset)"),
    ],
)

slip(
    "A new optimizer in every epoch has forgotten its momentum: use the one that you are given.",
    loses=[
        "trains_as_it_should",
        "reports_mean_per_example",
        "counts_what_it_was_given",
        "uses_what_it_is_given",
        "updates_once_per_batch",
    ],
    edits=[
        (
            "model.train()",
            "optimizer = type(optimizer)(model.parameters(), **optimizer.defaults)\nmodel.train()",
        )
    ],
)

slip(
    "The loss is computed by `cross_entropy`, whatever loss the caller hands over.",
    loses=["uses_what_it_is_given", "updates_once_per_batch"],
    edits=[("loss_fn(model(x), y)", "nn.functional.cross_entropy(model(x), y)")],
)

slip(
    "`momentum` is not passed on: SGD works without it, only slower.",
    loses=["chooses_torchs_own"],
    edits=[
        (
            "torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)",
            "torch.optim.SGD(model.parameters(), lr=lr)",
        )
    ],
)

slip(
    "`nn.NLLLoss` expects log-probabilities; for logits the loss is `nn.CrossEntropyLoss`.",
    loses=["chooses_torchs_own"],
    edits=[("nn.CrossEntropyLoss()", "nn.NLLLoss()")],
)


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


slip(
    "`model.train()` comes after the loop: the batches are trained in the mode in which the model arrived.",
    loses=["switches_to_training", "updates_once_per_batch"],
    judged=False,
    edits=[("model.train()", ""), ("return total / count", "model.train()\nreturn total / count")],
)

slip(
    "`lr` is not passed on: SGD falls back on 0.001.",
    loses=["chooses_torchs_own"],
    edits=[
        (
            "torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)",
            "torch.optim.SGD(model.parameters(), momentum=momentum)",
        )
    ],
)
