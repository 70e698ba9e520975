"""Wrong answers by people who had seen the exercise alone."""

from contextlib import ExitStack, contextmanager
import torch

from torchdojo.grading import wrong


@wrong(
    "Without try and finally an error in the block skips the lines after yield: the model stays in evaluation mode.",
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
    "Gradients are switched on at the end whatever they were before: inside an outer no_grad() they are recorded from then on.",
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
    "module.train(mode) sets all that is inside as well: a submodule shared by two parents ends in the mode of the second parent.",
    seen="full marks",
)
@contextmanager
def evaluating(model):
    modes = [(module, module.training) for module in model.modules()]
    try:
        model.eval()
        with torch.no_grad():
            yield
    finally:
        for module, mode in modes:
            module.train(mode)


@wrong(
    "eval() is skipped if the model itself is in evaluation mode, though a submodule may be in training: its dropout stays active.",
    seen="caught",
)
@contextmanager
def evaluating(model):
    modes = [(module, module.training) for module in model.modules()]
    if model.training:
        model.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        for module, mode in modes:
            module.training = mode


@wrong(
    "The accuracy is a mean of the batches' accuracies: the few examples of a small last batch count too much.",
    seen="caught",
)
def evaluate(model, loader, loss_fn):
    total, count, accuracies = 0.0, 0, []
    with evaluating(model):
        for x, y in loader:
            logits = model(x)
            total += loss_fn(logits, y).item() * len(y)
            count += len(y)
            accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
    return total / count, sum(accuracies) / len(accuracies)


@wrong(
    "Dividing by len(loader.dataset) counts the examples that the loader dropped: loss and accuracy come out too small.",
    seen="named",
)
def evaluate(model, loader, loss_fn):
    total, right_ones = 0.0, 0
    with evaluating(model):
        for x, y in loader:
            logits = model(x)
            total += loss_fn(logits, y).item() * x.shape[0]
            right_ones += (logits.argmax(dim=1) == y).sum().item()
    n = len(loader.dataset)
    return total / n, right_ones / n


@wrong(
    "no_grad() alone doesn't switch dropout off, and batch normalisation learns from the examples: the model isn't in evaluation mode.",
    seen="caught",
)
def predict(model, loader):
    classes = []
    with torch.no_grad():
        for x, _ in loader:
            classes.append(model(x).argmax(dim=1))
    return torch.cat(classes)


@wrong(
    "The result is made for the whole dataset: if the loader drops the last batch, zeros that nobody predicted remain at the end.",
    seen="full marks",
)
def predict(model, loader):
    classes = torch.zeros(len(loader.dataset), dtype=torch.int64)
    start = 0
    with evaluating(model):
        for x, _ in loader:
            classes[start : start + len(x)] = model(x).argmax(dim=1)
            start += len(x)
    return classes
