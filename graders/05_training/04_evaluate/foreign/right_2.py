"""Right answers by people who had seen the exercise alone, of a second round."""

from contextlib import ExitStack, contextmanager

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "An ExitStack takes note of one restoring call per module, and undoes all of them whatever happens.",
    seen="full marks",
)
@contextmanager
def evaluating(model):
    with ExitStack() as stack:
        for module in model.modules():
            stack.callback(setattr, module, "training", module.training)
        stack.enter_context(torch.set_grad_enabled(False))
        model.eval()
        yield


@right("Collects all logits and classes first, then counts example by example.", seen="full marks")
def evaluate(model, loader, loss_fn):
    def is_right(row, label):
        return int(row.argmax()) == int(label)

    losses, sizes, hits = [], [], 0
    with evaluating(model):
        for x, y in loader:
            logits = model(x)
            sizes.append(y.shape[0])
            losses.append(loss_fn(logits, y).item() * sizes[-1])
            hits += sum(is_right(row, label) for row, label in zip(logits, y, strict=True))
    return sum(losses) / sum(sizes), hits / sum(sizes)
