"""Other right ways to stop in time."""

import contextlib
import copy
import math

import torch

from torchdojo.grading import alternative


@alternative("clones tensor by tensor, and remembers all values")
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1 or mode not in ("min", "max"):
            raise ValueError("patience from 1, mode min or max")
        self.patience, self.mode, self.values, self.kept = patience, mode, [], None
        self.best_value = self.best_epoch = None

    def update(self, value, model):
        self.values.append(value)
        first = self.best_value is None and not math.isnan(value)
        if first or (
            self.best_value is not None
            and (value < self.best_value if self.mode == "min" else value > self.best_value)
        ):
            self.best_value, self.best_epoch = value, len(self.values) - 1
            self.kept = {k: v.detach().clone() for k, v in model.state_dict().items()}
        since = len(self.values) - 1 - (-1 if self.best_epoch is None else self.best_epoch)
        return since >= self.patience

    def restore(self, model):
        if self.kept is None:
            raise ValueError("nothing kept")
        model.load_state_dict(self.kept)


@alternative("keeps a copy of the whole model, and copies its tensors back one by one")
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience <= 0:
            raise ValueError("impatient")
        self.better = {"min": lambda a, b: a < b, "max": lambda a, b: a > b}.get(mode)
        if self.better is None:
            raise ValueError("which mode?")
        self.patience = self.left = patience
        self.best_value, self.best_epoch, self.copy, self.seen = None, None, None, -1

    def update(self, value, model):
        self.seen += 1
        self.left -= 1
        if self.better(value, self.best_value) if self.copy else not math.isnan(value):
            self.best_value, self.best_epoch = value, self.seen
            self.copy, self.left = copy.deepcopy(model), self.patience
        return self.left <= 0

    def restore(self, model):
        if not self.copy:
            raise ValueError("no copy yet")
        with torch.no_grad():
            for name, tensor in self.copy.state_dict().items():
                model.state_dict()[name].copy_(tensor)


@alternative("a while loop, and an error that is passed over")
def fit_best(model, train_epoch, evaluate, patience, max_epochs):
    watcher, values, stop = EarlyStopping(patience, "min"), [], False
    while len(values) < max_epochs and not stop:
        train_epoch(model)
        value = evaluate(model)
        values.append(value)
        stop = watcher.update(value, model)
    with contextlib.suppress(ValueError):
        watcher.restore(model)
    return values
