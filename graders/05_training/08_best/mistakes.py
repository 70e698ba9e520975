"""What goes wrong when training is stopped in time."""

import copy
import math

from torchdojo.grading import mistake, slip


@mistake(
    "`state_dict()`, also by `dict(...)` or `.copy()`, holds the model's own tensors, which training changes: copy it deeply.",
    loses=[
        "asks_for_improvement",
        "bears_nan",
        "goes_back_without_stopping",
        "keeps_the_best",
        "knows_both_modes",
        "trains_until_it_should_stop",
    ],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = self.best_value
        better = not math.isnan(value) if best is None else self.sign * value < self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = model.state_dict()
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state)


@mistake(
    "Only parameters are kept: buffers, such as the averages of a BatchNorm, stay those of the last epoch. Keep the whole `state_dict()`.",
    loses=["asks_for_improvement", "bears_nan", "keeps_the_best", "knows_both_modes"],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = self.best_value
        better = not math.isnan(value) if best is None else self.sign * value < self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = {k: v.detach().clone() for k, v in model.named_parameters()}
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state, strict=False)


@mistake(
    "Training stops one epoch too late: `patience` bad epochs are enough, do not wait for one more.",
    loses=[
        "asks_for_improvement",
        "bears_nan",
        "goes_back_without_stopping",
        "knows_both_modes",
        "stops_when_patience_is_over",
        "trains_until_it_should_stop",
    ],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = self.best_value
        better = not math.isnan(value) if best is None else self.sign * value < self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = copy.deepcopy(model.state_dict())
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs > self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state)


@mistake(
    "Training stops one epoch too early: the best epoch itself is not a bad one.",
    loses=[
        "asks_for_improvement",
        "bears_nan",
        "knows_both_modes",
        "stops_when_patience_is_over",
        "trains_until_it_should_stop",
    ],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = self.best_value
        better = not math.isnan(value) if best is None else self.sign * value < self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = copy.deepcopy(model.state_dict())
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience - 1 and self.bad_epochs > 0

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state)


@mistake(
    "The count of bad epochs is never set back to 0: one that was forgiven counts again.",
    loses=[
        "asks_for_improvement",
        "bears_nan",
        "knows_both_modes",
        "stops_when_patience_is_over",
        "trains_until_it_should_stop",
    ],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = self.best_value
        better = not math.isnan(value) if best is None else self.sign * value < self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = copy.deepcopy(model.state_dict())
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state)


@mistake(
    "`update` says stop in one epoch only: if it is asked again after more bad ones, it says go on. Use `>=`.",
    loses=["asks_for_improvement", "bears_nan", "stops_when_patience_is_over"],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = self.best_value
        better = not math.isnan(value) if best is None else self.sign * value < self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = copy.deepcopy(model.state_dict())
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs == self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state)


@mistake(
    "A value that is only as good as the best counts as better: a flat curve never ends. Ask for `<`, not `<=`.",
    loses=["asks_for_improvement", "trains_until_it_should_stop"],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = self.best_value
        better = not math.isnan(value) if best is None else self.sign * value <= self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = copy.deepcopy(model.state_dict())
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state)


@mistake(
    "min and max are swapped: the worst model is kept.",
    loses=[
        "asks_for_improvement",
        "bears_nan",
        "goes_back_without_stopping",
        "keeps_the_best",
        "knows_both_modes",
        "stops_when_patience_is_over",
        "trains_until_it_should_stop",
    ],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = -1 if mode == "min" else 1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = self.best_value
        better = not math.isnan(value) if best is None else self.sign * value < self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = copy.deepcopy(model.state_dict())
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state)


@mistake(
    "`mode` is ignored: an accuracy would be kept where it is lowest.",
    loses=["asks_for_improvement", "bears_nan", "knows_both_modes"],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = self.best_value
        better = not math.isnan(value) if best is None else self.sign * value < self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = copy.deepcopy(model.state_dict())
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state)


@mistake(
    'For "max" the best value begins at 0: values below zero are never the best, though they may be all there is.',
    loses=["bears_nan", "knows_both_modes"],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = 0.0 if self.best_value is None and self.sign < 0 else self.best_value
        better = not math.isnan(value) if best is None else self.sign * value < self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = copy.deepcopy(model.state_dict())
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state)


@mistake(
    "The value is compared with that of the epoch before, not with the best: a slow rise after the best looks like progress.",
    loses=[
        "asks_for_improvement",
        "bears_nan",
        "keeps_the_best",
        "knows_both_modes",
        "refuses_what_cannot_work",
        "stops_when_patience_is_over",
        "trains_until_it_should_stop",
    ],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = self.last = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        last, self.last = self.last, value
        better = not math.isnan(value) if last is None else self.sign * value < self.sign * last
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = copy.deepcopy(model.state_dict())
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state)


@mistake(
    "`not value >= best` is true for a NaN: a broken epoch is kept as the best.",
    loses=["bears_nan", "refuses_what_cannot_work"],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = self.best_value
        better = best is None or not self.sign * value >= self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = copy.deepcopy(model.state_dict())
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state)


@mistake(
    "The first value is taken as the best whatever it is: after a NaN nothing compares as better, ever.",
    loses=["bears_nan", "refuses_what_cannot_work"],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        if self.best_value is None or self.sign * value < self.sign * self.best_value:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = copy.deepcopy(model.state_dict())
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state)


@mistake(
    "A first value of infinity is not kept: any number is better than nothing, only a NaN is not. Do not begin at infinity.",
    loses=["bears_nan"],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = math.inf if self.best_value is None else self.sign * self.best_value
        if self.sign * value < best:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = copy.deepcopy(model.state_dict())
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state)


@mistake(
    "A NaN is passed over without using up patience: a run that is lost goes on to the end.",
    loses=["bears_nan"],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = self.best_value
        better = not math.isnan(value) if best is None else self.sign * value < self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = copy.deepcopy(model.state_dict())
            self.bad_epochs = 0
        elif not math.isnan(value):
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state)


@mistake(
    "Epochs are counted from 1: the first call of `update` is epoch 0.",
    loses=[
        "asks_for_improvement",
        "bears_nan",
        "keeps_the_best",
        "knows_both_modes",
        "stops_when_patience_is_over",
    ],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = self.best_value
        better = not math.isnan(value) if best is None else self.sign * value < self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs + 1
            self.best_state = copy.deepcopy(model.state_dict())
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state)


@mistake(
    "`best_epoch` counts improvements, not calls of `update`.",
    loses=[
        "asks_for_improvement",
        "bears_nan",
        "keeps_the_best",
        "knows_both_modes",
        "stops_when_patience_is_over",
    ],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = self.best_value
        better = not math.isnan(value) if best is None else self.sign * value < self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = copy.deepcopy(model.state_dict())
            self.bad_epochs = 0
            self.epochs += 1
        else:
            self.bad_epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state)


@mistake(
    "`load_state_dict(..., assign=True)` makes the remembered tensors the model's own: training on changes what was remembered, and an optimizer still holds the old ones.",
    loses=[
        "asks_for_improvement",
        "bears_nan",
        "goes_back_without_stopping",
        "keeps_the_best",
        "knows_both_modes",
        "trains_until_it_should_stop",
    ],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = self.best_value
        better = not math.isnan(value) if best is None else self.sign * value < self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = copy.deepcopy(model.state_dict())
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state, assign=True)


@mistake(
    "The model is remembered, not its weights: it is the same object, and restoring it does nothing.",
    loses=[
        "asks_for_improvement",
        "bears_nan",
        "goes_back_without_stopping",
        "keeps_the_best",
        "knows_both_modes",
        "trains_until_it_should_stop",
    ],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = self.best_value
        better = not math.isnan(value) if best is None else self.sign * value < self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = model
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state.state_dict())


@mistake(
    "What was remembered is given away with the first `restore`, and the second finds nothing.",
    loses=["asks_for_improvement", "bears_nan", "keeps_the_best", "knows_both_modes"],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = self.best_value
        better = not math.isnan(value) if best is None else self.sign * value < self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = copy.deepcopy(model.state_dict())
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state)
        self.best_state, self.best_epoch = {}, None


@mistake(
    "Patience of 0 is accepted: it would stop before there is anything bad. Raise ValueError.",
    loses=["refuses_what_cannot_work"],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 0:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = self.best_value
        better = not math.isnan(value) if best is None else self.sign * value < self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = copy.deepcopy(model.state_dict())
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state)


@mistake(
    'Any other mode counts as "max": a slip of the pen keeps the worst model. Raise ValueError.',
    loses=["refuses_what_cannot_work"],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = self.best_value
        better = not math.isnan(value) if best is None else self.sign * value < self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = copy.deepcopy(model.state_dict())
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("nothing to restore")
        model.load_state_dict(self.best_state)


@mistake(
    "`restore` does nothing in silence where there is nothing to restore: raise ValueError.",
    loses=["refuses_what_cannot_work"],
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError("patience must be at least one epoch")
        if mode not in ("min", "max"):
            raise ValueError('mode must be "min" or "max"')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value = self.best_epoch = None
        self.best_state = {}
        self.epochs = self.bad_epochs = 0

    def update(self, value, model):
        best = self.best_value
        better = not math.isnan(value) if best is None else self.sign * value < self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = copy.deepcopy(model.state_dict())
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            return
        model.load_state_dict(self.best_state)


slip(
    "The model keeps the weights of its last epoch: go back to the best ones after the loop.",
    loses=["goes_back_without_stopping", "trains_until_it_should_stop"],
    edits=[("if stopping.best_epoch is not None:\n    stopping.restore(model)", "")],
)

slip(
    "The best weights come back only if patience was over: where `max_epochs` ends the training, the last ones stay.",
    loses=["goes_back_without_stopping"],
    edits=[
        (
            "if stopping.update(values[-1], model):",
            "if stopping.update(values[-1], model):\n"
            "    if stopping.best_epoch is not None:\n"
            "        stopping.restore(model)",
        ),
        ("if stopping.best_epoch is not None:\n    stopping.restore(model)", ""),
    ],
)

slip(
    "The model is measured before it is trained: each value belongs to the weights of the epoch before.",
    loses=["bears_nan", "goes_back_without_stopping", "trains_until_it_should_stop"],
    edits=[
        ("train_epoch(model)", "values.append(evaluate(model))\ntrain_epoch(model)"),
        ("values.append(evaluate(model))", ""),
    ],
)

slip(
    "The answer of `update` is thrown away: training never stops before `max_epochs`.",
    loses=["bears_nan", "goes_back_without_stopping", "trains_until_it_should_stop"],
    edits=[
        ("if stopping.update(values[-1], model):\n    break", "stopping.update(values[-1], model)")
    ],
)


@mistake(
    "The value of the epoch that ends the training is missing from what is returned: append before you break.",
    loses=["bears_nan", "goes_back_without_stopping", "trains_until_it_should_stop"],
)
def fit_best(model, train_epoch, evaluate, patience, max_epochs):
    stopping = EarlyStopping(patience)
    values = []
    for _ in range(max_epochs):
        train_epoch(model)
        value = evaluate(model)
        if stopping.update(value, model):
            break
        values.append(value)
    if stopping.best_epoch is not None:
        stopping.restore(model)
    return values


slip(
    "`restore` is called even if no epoch had a number for a value, and its error ends the run.",
    loses=["bears_nan", "goes_back_without_stopping"],
    edits=[
        (
            "if stopping.best_epoch is not None:\n    stopping.restore(model)",
            "stopping.restore(model)",
        )
    ],
)

slip(
    "`fit_best` returns the best value alone: return the value of every epoch.",
    loses=["bears_nan", "goes_back_without_stopping", "trains_until_it_should_stop"],
    edits=[("return values", "return stopping.best_value")],
)

slip(
    "One epoch more than `max_epochs` is trained.",
    loses=["goes_back_without_stopping"],
    edits=[("range(max_epochs)", "range(max_epochs + 1)")],
)

slip(
    "Before there is a best, `best_value` is infinity: it should be None.",
    loses=["refuses_what_cannot_work"],
    edits=[
        ("self.best_value: float | None = None", "self.best_value = self.sign * math.inf"),
        ("best is None", "self.best_epoch is None"),
    ],
)
