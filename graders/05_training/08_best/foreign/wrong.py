"""Wrong answers by people who had seen the exercise alone."""

import copy
import math
import torch

from torchdojo.grading import wrong


@wrong(
    "dict(model.state_dict()) is a new dict of the same tensors: training changes what was remembered.",
    seen="named",
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1 or mode not in ("min", "max"):
            raise ValueError("patience must be 1 or more, mode min or max")
        self.patience, self.mode = patience, mode
        self.best_value = self.best_epoch = self._kept = None
        self._epoch = self._bad = 0

    def _better(self, value):
        if math.isnan(value):
            return False
        if self.best_value is None:
            return True
        return value < self.best_value if self.mode == "min" else value > self.best_value

    def update(self, value, model):
        if self._better(value):
            self.best_value, self.best_epoch = value, self._epoch
            self._kept = dict(model.state_dict())
            self._bad = 0
        else:
            self._bad += 1
        self._epoch += 1
        return self._bad >= self.patience

    def restore(self, model):
        if self._kept is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self._kept)


@wrong(
    "The counter of bad epochs is never set back to 0, though a better epoch forgives the bad ones before it.",
    seen="named",
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1 or mode not in ("min", "max"):
            raise ValueError("patience must be 1 or more, mode min or max")
        self.patience, self.mode = patience, mode
        self.best_value = self.best_epoch = self._kept = None
        self._epoch = self._bad = 0

    def update(self, value, model):
        if self.best_value is None:
            better = not math.isnan(value)
        elif self.mode == "min":
            better = value < self.best_value
        else:
            better = value > self.best_value
        if better:
            self.best_value, self.best_epoch = value, self._epoch
            self._kept = copy.deepcopy(model.state_dict())
        else:
            self._bad += 1
        self._epoch += 1
        return self._bad >= self.patience

    def restore(self, model):
        if self._kept is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self._kept)


@wrong(
    "Only model.parameters() are cloned: buffers, such as the running mean of a BatchNorm, stay those of the last epoch.",
    seen="named",
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1 or mode not in ("min", "max"):
            raise ValueError("patience must be 1 or more, mode min or max")
        self.patience, self.mode = patience, mode
        self.best_value = self.best_epoch = self._weights = None
        self._epoch = self._bad = 0

    def update(self, value, model):
        if self.best_value is None:
            better = not math.isnan(value)
        elif self.mode == "min":
            better = value < self.best_value
        else:
            better = value > self.best_value
        if better:
            self.best_value, self.best_epoch = value, self._epoch
            self._weights = [weight.detach().clone() for weight in model.parameters()]
            self._bad = 0
        else:
            self._bad += 1
        self._epoch += 1
        return self._bad >= self.patience

    def restore(self, model):
        if self._weights is None:
            raise ValueError("nothing to restore")
        with torch.no_grad():
            for weight, kept in zip(model.parameters(), self._weights, strict=True):
                weight.copy_(kept)


@wrong(
    "min() and max() of a list that begins with nan return nan, so a first NaN counts as best and is never beaten.",
    seen="named",
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1 or mode not in ("min", "max"):
            raise ValueError("patience must be 1 or more, mode min or max")
        self.patience = patience
        self._choose = min if mode == "min" else max
        self._values = []
        self._kept = None
        self.best_value = self.best_epoch = None

    def update(self, value, model):
        self._values.append(value)
        self.best_value = self._choose(self._values)
        self.best_epoch = self._values.index(self.best_value)
        last = len(self._values) - 1
        if self.best_epoch == last:
            self._kept = copy.deepcopy(model.state_dict())
        return last - self.best_epoch >= self.patience

    def restore(self, model):
        if self._kept is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self._kept)


@wrong(
    "The best value begins at infinity, so a first epoch with the value inf is not better than all before: nothing is kept.",
    seen="full marks",
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1 or mode not in ("min", "max"):
            raise ValueError("patience must be 1 or more, mode min or max")
        self.patience = patience
        self._sign = 1 if mode == "min" else -1
        self._lowest = math.inf
        self._kept = None
        self._epoch = self._bad = 0
        self.best_value = self.best_epoch = None

    def update(self, value, model):
        if self._sign * value < self._lowest:
            self._lowest = self._sign * value
            self.best_value, self.best_epoch = value, self._epoch
            self._kept = copy.deepcopy(model.state_dict())
            self._bad = 0
        else:
            self._bad += 1
        self._epoch += 1
        return self._bad >= self.patience

    def restore(self, model):
        if self._kept is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self._kept)


@wrong(
    "assign=True hands the remembered tensors to the model instead of copying in place: training after restore changes them.",
    seen="named",
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1 or mode not in ("min", "max"):
            raise ValueError("patience must be 1 or more, mode min or max")
        self.patience, self.mode = patience, mode
        self.best_value = self.best_epoch = self._kept = None
        self._epoch = self._bad = 0

    def update(self, value, model):
        first = self.best_value is None and not math.isnan(value)
        if first or (
            self.best_value is not None
            and (value < self.best_value if self.mode == "min" else value > self.best_value)
        ):
            self.best_value, self.best_epoch, self._bad = value, self._epoch, 0
            self._kept = {name: tensor.clone() for name, tensor in model.state_dict().items()}
        else:
            self._bad += 1
        self._epoch += 1
        return self._bad >= self.patience

    def restore(self, model):
        if self._kept is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self._kept, assign=True)


@wrong(
    "restore is called only where patience is over; if max_epochs ends the loop, the model keeps its last weights.",
    seen="named",
)
def fit_best(model, train_epoch, evaluate, patience, max_epochs):
    watcher = EarlyStopping(patience)
    values = []
    for _ in range(max_epochs):
        train_epoch(model)
        values.append(evaluate(model))
        if watcher.update(values[-1], model):
            if watcher.best_epoch is not None:
                watcher.restore(model)
            break
    return values


@wrong(
    "restore raises ValueError if every value was NaN (or no epoch was trained); then the list of values is to be returned.",
    seen="named",
)
def fit_best(model, train_epoch, evaluate, patience, max_epochs):
    watcher = EarlyStopping(patience)
    values = []
    stop = False
    while not stop and len(values) < max_epochs:
        train_epoch(model)
        value = evaluate(model)
        values.append(value)
        stop = watcher.update(value, model)
    watcher.restore(model)
    return values
