"""Wrong answers by people who had seen the exercise alone, of a third round."""

from contextlib import contextmanager

import torch

from torchdojo.grading import wrong


@wrong(
    "Only the mode of the outermost module is remembered, and `train` gives it to all: a frozen batch normalisation wakes up after the block.",
    seen="named",
)
@contextmanager
def evaluating(model):
    was_training = model.training
    model.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        model.train(was_training)


@wrong(
    "Gradients are switched on at the end without asking how they were: a caller who is himself inside `no_grad` records graphs from then on.",
    seen="named",
)
@contextmanager
def evaluating(model):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    torch.set_grad_enabled(False)
    try:
        yield
    finally:
        torch.set_grad_enabled(True)
        for module, mode in modes.items():
            module.training = mode


@wrong(
    "The loss is weighted by the batches' sizes, the accuracy is not: a small last batch counts as much as a whole one.",
    seen="named",
)
def evaluate(model, loader, loss_fn):
    total_loss, count, accuracies = 0.0, 0, []
    with evaluating(model):
        for x, y in loader:
            logits = model(x)
            total_loss += loss_fn(logits, y).item() * len(y)
            count += len(y)
            accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
    return total_loss / count, sum(accuracies) / len(accuracies)


@wrong(
    "`no_grad` alone is no evaluation: dropout still drops, and batch normalisation learns from the examples that it predicts.",
    seen="named",
)
def predict(model, loader):
    classes = []
    with torch.no_grad():
        for x, _ in loader:
            classes.append(model(x).argmax(dim=1))
    return torch.cat(classes)
