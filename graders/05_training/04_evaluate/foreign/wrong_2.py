"""Wrong answers by people who had seen the exercise alone, of a second round."""

from contextlib import contextmanager

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "You remember the mode of the whole model only: a batch normalisation that was kept in evaluation mode while the rest trains comes out in training mode.",
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
    "Without `try` and `finally` an error in the block skips the restoring: the model stays in evaluation mode.",
    seen="named",
)
@contextmanager
def evaluating(model):
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    with torch.no_grad():
        yield
    for module, mode in modes:
        module.training = mode


@wrong(
    "Predictions come from a second pass over the loader: if it shuffles, they are compared with the classes of other examples.",
    seen="caught",
)
def evaluate(model, loader, loss_fn):
    total, count, truth = 0.0, 0, []
    with evaluating(model):
        for x, y in loader:
            total += loss_fn(model(x), y).item() * len(x)
            count += len(x)
            truth.append(y)
        guess = torch.cat([model(x).argmax(dim=1) for x, _ in loader])
    right = (guess == torch.cat(truth)).sum().item()
    return total / count, right / count


@wrong(
    "`model.eval()` comes before `evaluating`, which then takes evaluation mode for the mode to restore: a model in training is left without dropout.",
    seen="named",
)
def predict(model, loader):
    model.eval()
    with evaluating(model):
        return torch.cat([model(x).argmax(dim=1) for x, _ in loader])


@wrong(
    "Two things: gradients are always on afterwards, even if the caller had switched them off; and modes are restored for direct children only, so modules deeper down stay in evaluation mode.",
    seen="caught",
)
@contextmanager
def evaluating(model):
    modes = {module: module.training for module in [model, *model.children()]}
    model.eval()
    torch.set_grad_enabled(False)
    try:
        yield
    finally:
        torch.set_grad_enabled(True)
        for module, mode in modes.items():
            module.training = mode
