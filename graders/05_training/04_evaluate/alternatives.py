"""Other right ways to judge a model."""

from contextlib import ExitStack, contextmanager

import torch
from torch import nn

from torchdojo.grading import alternative


@alternative("a class with enter and exit")
class evaluating:
    def __init__(self, model):
        self.model, self.grad = model, torch.no_grad()

    def __enter__(self):
        self.modes = {module: module.training for module in self.model.modules()}
        self.grad.__enter__()
        self.model.train(False)

    def __exit__(self, *error):
        for module, mode in self.modes.items():
            module.training = mode
        return self.grad.__exit__(*error)


@alternative("a stack of things to undo")
@contextmanager
def evaluating(model):
    with ExitStack() as stack:
        for module in model.modules():
            stack.callback(setattr, module, "training", module.training)
        stack.enter_context(torch.inference_mode())
        model.eval()
        yield


@alternative("batches collected first, judged at the end as one")
def evaluate(model, loader, loss_fn):
    modes = [module.training for module in model.modules()]
    model.eval()
    try:
        with torch.no_grad():
            pairs = [(model(x), y) for x, y in loader]
    finally:
        for module, mode in zip(model.modules(), modes):
            module.training = mode
    logits, y = (torch.cat(part) for part in zip(*pairs))
    return loss_fn(logits, y).item(), (logits.argmax(-1) == y).double().mean().item()


@alternative("tensors weighted by the sizes of the batches")
def evaluate(model, loader, loss_fn):
    losses, rights, sizes = [], [], []
    with evaluating(model):
        for inputs, targets in loader:
            outputs = model(inputs)
            losses.append(loss_fn(outputs, targets))
            rights.append(outputs.max(1).indices.eq(targets).sum())
            sizes.append(targets.numel())
    weights = torch.tensor(sizes, dtype=torch.float64, device=losses[0].device)
    loss = (torch.stack(losses).double() * weights).sum() / weights.sum()
    return float(loss), int(sum(rights)) / sum(sizes)


@alternative("a list of Python numbers")
def predict(model: nn.Module, loader):
    classes = []
    with evaluating(model):
        for batch in loader:
            classes += model(batch[0]).max(1)[1].tolist()
    return torch.tensor(classes, device=next(model.parameters()).device)
