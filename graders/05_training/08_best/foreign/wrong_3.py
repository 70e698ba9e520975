"""Wrong answers by people who had seen the exercise alone, of a third round."""

import copy
import math

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "You begin with infinity as the value to beat, so a first loss of inf is never better than nothing: best_epoch stays None and restore has nothing to put back.",
    seen="named",
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least 1")
        if mode not in ("min", "max"):
            raise ValueError(f"unknown mode {mode}")
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.lowest = math.inf
        self.best_value = None
        self.best_epoch = None
        self.state = None
        self.epoch = -1
        self.bad = 0

    def update(self, value, model):
        self.epoch += 1
        if self.sign * value < self.lowest:
            self.lowest = self.sign * value
            self.best_value, self.best_epoch = value, self.epoch
            self.state = copy.deepcopy(model.state_dict())
            self.bad = 0
        else:
            self.bad += 1
        return self.bad >= self.patience

    def restore(self, model):
        if self.state is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.state)


@wrong(
    "load_state_dict(assign=True) does not copy back in place, it makes the remembered tensors themselves the new weights: the optimizer loses them, and training after restore changes what was remembered.",
    seen="named",
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least 1")
        if mode not in ("min", "max"):
            raise ValueError(f"unknown mode {mode}")
        self.patience, self.mode = patience, mode
        self.best_value = self.best_epoch = self.best_state = None
        self.seen = 0
        self.waited = 0

    def update(self, value, model):
        if math.isnan(value):
            better = False
        elif self.best_value is None:
            better = True
        elif self.mode == "min":
            better = value < self.best_value
        else:
            better = value > self.best_value
        if better:
            self.best_value, self.best_epoch = value, self.seen
            self.best_state = {name: t.detach().clone() for name, t in model.state_dict().items()}
            self.waited = 0
        else:
            self.waited += 1
        self.seen += 1
        return self.waited >= self.patience

    def restore(self, model):
        if self.best_state is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state, assign=True)


@wrong(
    "You restore without asking whether there is anything to restore: if every epoch's value was NaN, your fit_best ends with a ValueError instead of returning the list.",
    seen="named",
)
def fit_best(model, train_epoch, evaluate, patience, max_epochs):
    stopping = EarlyStopping(patience)
    values = []
    for _ in range(max_epochs):
        train_epoch(model)
        values.append(evaluate(model))
        if stopping.update(values[-1], model):
            break
    stopping.restore(model)
    return values


@wrong(
    "Two things are missing: a NaN must use up patience like any bad epoch, but you return early, and only parameters are remembered, so the running statistics of a batch norm stay those of the last epoch.",
    seen="named",
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least 1")
        if mode not in ("min", "max"):
            raise ValueError(f"unknown mode {mode}")
        self.patience, self.mode = patience, mode
        self.best_value = None
        self.best_epoch = None
        self._weights = None
        self._epoch = -1
        self._bad = 0

    def update(self, value, model):
        self._epoch += 1
        if math.isnan(value):
            return False
        if self.best_value is None or (
            value < self.best_value if self.mode == "min" else value > self.best_value
        ):
            self.best_value = value
            self.best_epoch = self._epoch
            self._weights = {n: p.detach().clone() for n, p in model.named_parameters()}
            self._bad = 0
            return False
        self._bad += 1
        return self._bad >= self.patience

    @torch.no_grad()
    def restore(self, model):
        if self._weights is None:
            raise ValueError("nothing to restore")
        for name, p in model.named_parameters():
            p.copy_(self._weights[name])
