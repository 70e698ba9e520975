"""Right answers by people who had seen the exercise alone, of a second round."""

import math

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Copies every parameter and buffer by name, turns 'larger is better' into 'smaller is better' by a sign, and derives patience from the epoch's number.",
    seen="full marks",
)
class EarlyStopping:
    """Watches a value, remembers the best model, and says when to stop."""

    SIGNS = {"min": 1.0, "max": -1.0}

    def __init__(self, patience, mode="min"):
        if mode not in self.SIGNS:
            raise ValueError(f"mode must be min or max, not {mode!r}")
        if patience < 1:
            raise ValueError(f"patience must be at least 1, not {patience}")
        self.patience = patience
        self.sign = self.SIGNS[mode]
        self.values = []
        self.best_value = None
        self.best_epoch = None
        self.copies = {}

    @staticmethod
    def tensors(model):
        yield from model.named_parameters()
        yield from model.named_buffers()

    def is_better(self, value):
        if value != value:
            return False
        return self.best_epoch is None or self.sign * value < self.sign * self.best_value

    def update(self, value, model):
        self.values.append(value)
        now = len(self.values) - 1
        if self.is_better(value):
            self.best_value, self.best_epoch = value, now
            self.copies = {name: t.detach().clone() for name, t in self.tensors(model)}
        last_good = -1 if self.best_epoch is None else self.best_epoch
        return now - last_good >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("there is nothing to put back yet")
        with torch.no_grad():
            for name, t in self.tensors(model):
                t.copy_(self.copies[name])


@right(
    "A while loop with a flag; restores whenever the watcher has an epoch to show.",
    seen="full marks",
)
def fit_best(model, train_epoch, evaluate, patience, max_epochs):
    watcher = EarlyStopping(patience=patience, mode="min")
    history = []
    over = False
    while not over and len(history) < max_epochs:
        train_epoch(model)
        value = float(evaluate(model))
        history.append(value)
        over = watcher.update(value, model)
    if any(not math.isnan(value) for value in history):
        watcher.restore(model)
    return history
