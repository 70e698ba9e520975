"""Wrong answers by people who had seen the exercise alone, of a second round."""

import copy
import math

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "Only parameters are remembered: the running statistics of a batch normalisation, which are buffers, stay those of the last epoch.",
    seen="named",
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1 or mode not in ("min", "max"):
            raise ValueError("bad patience or mode")
        self.patience, self.mode = patience, mode
        self.best_value = self.best_epoch = None
        self.epoch, self.bad = 0, 0
        self.kept = None

    def update(self, value, model):
        better = not math.isnan(value) and (
            self.best_value is None
            or (value < self.best_value if self.mode == "min" else value > self.best_value)
        )
        if better:
            self.best_value, self.best_epoch, self.bad = value, self.epoch, 0
            self.kept = {name: p.detach().clone() for name, p in model.named_parameters()}
        else:
            self.bad += 1
        self.epoch += 1
        return self.bad >= self.patience

    def restore(self, model):
        if self.kept is None:
            raise ValueError("nothing to restore")
        with torch.no_grad():
            for name, p in model.named_parameters():
                p.copy_(self.kept[name])


@wrong(
    "`assign=True` puts the remembered tensors themselves into the model: the optimizer keeps training the old ones, and whatever changes the model from now on changes what was remembered.",
    seen="named",
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least 1")
        if mode not in {"min", "max"}:
            raise ValueError("mode must be min or max")
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = None
        self.best_epoch = None
        self._state = None
        self._epoch = -1
        self._bad = 0

    def update(self, value, model):
        self._epoch += 1
        if not math.isnan(value) and (
            self.best_value is None or self.sign * value < self.sign * self.best_value
        ):
            self.best_value = value
            self.best_epoch = self._epoch
            self._state = copy.deepcopy(model.state_dict())
            self._bad = 0
        else:
            self._bad += 1
        return self._bad >= self.patience

    def restore(self, model):
        if self._state is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self._state, assign=True)


@wrong(
    "A NaN in the very first epoch is taken for the best value, and as nothing compares as less than NaN, no later epoch is ever better.",
    seen="named",
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least 1")
        if mode not in ("min", "max"):
            raise ValueError("mode must be 'min' or 'max'")
        self.patience, self.mode = patience, mode
        self.best_value, self.best_epoch, self.best_state = None, None, None
        self.calls = 0

    def update(self, value, model):
        if self.best_value is None:
            better = True
        elif self.mode == "min":
            better = value < self.best_value
        else:
            better = value > self.best_value
        if better:
            self.best_value, self.best_epoch = value, self.calls
            self.best_state = copy.deepcopy(model.state_dict())
        self.calls += 1
        return self.calls - 1 - self.best_epoch >= self.patience

    def restore(self, model):
        if self.best_state is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state)


@wrong(
    "You begin with an infinite best value, so a first epoch whose loss is infinite is not better: it counts as bad, and there is nothing to restore.",
    seen="named",
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1 or mode not in ("min", "max"):
            raise ValueError("bad patience or mode")
        self.patience, self.mode = patience, mode
        self._best = math.inf if mode == "min" else -math.inf
        self.best_value = None
        self.best_epoch = None
        self._state = None
        self._calls = 0
        self._wait = 0

    def update(self, value, model):
        if (value < self._best) if self.mode == "min" else (value > self._best):
            self._best = self.best_value = value
            self.best_epoch = self._calls
            self._state = copy.deepcopy(model.state_dict())
            self._wait = 0
        else:
            self._wait += 1
        self._calls += 1
        return self._wait >= self.patience

    def restore(self, model):
        if self._state is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self._state)


@wrong(
    "Two things: the best weights come back only if patience has run out, not after `max_epochs`; and if all values were NaN, `restore` raises a ValueError that nobody catches.",
    seen="named",
)
def fit_best(model, train_epoch, evaluate, patience, max_epochs):
    watcher = EarlyStopping(patience)
    values = []
    for _ in range(max_epochs):
        train_epoch(model)
        values.append(evaluate(model))
        if watcher.update(values[-1], model):
            watcher.restore(model)
            break
    return values
