"""Right answers by people who had seen the exercise alone."""

import contextlib
import io
import math
import torch

from torchdojo.grading import right


@right(
    "Clones parameters and buffers into a list and copies them back in place; patience is the distance to the best epoch.",
    seen="full marks",
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if not patience >= 1:
            raise ValueError("patience must be 1 or more")
        if mode not in {"min", "max"}:
            raise ValueError(f"unknown mode {mode!r}")
        self.patience = patience
        self.sign = {"min": -1.0, "max": 1.0}[mode]
        self.best_value = None
        self.best_epoch = None
        self.calls = 0
        self.memory = []

    def update(self, value, model):
        epoch = self.calls
        self.calls += 1
        number = not math.isnan(value)
        if number and (self.best_epoch is None or self.sign * value > self.sign * self.best_value):
            self.best_value, self.best_epoch = value, epoch
            tensors = [*model.parameters(), *model.buffers()]
            self.memory = [tensor.detach().clone() for tensor in tensors]
        since = epoch + 1 if self.best_epoch is None else epoch - self.best_epoch
        return since >= self.patience

    def restore(self, model):
        if self.best_epoch is None:
            raise ValueError("no epoch has been remembered")
        with torch.no_grad():
            for tensor, kept in zip(
                [*model.parameters(), *model.buffers()], self.memory, strict=True
            ):
                tensor.copy_(kept)


@right(
    "Remembers the tensors as bytes, written by torch.save into memory: nothing can be an alias.",
    seen="full marks",
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1 or mode not in ("min", "max"):
            raise ValueError("patience is 1 or more, mode is 'min' or 'max'")
        self.patience = patience
        self.mode = mode
        self.best_value = None
        self.best_epoch = None
        self._content = None
        self._count = 0
        self._left = patience

    @staticmethod
    def _tensors(model):
        return {**dict(model.named_parameters()), **dict(model.named_buffers())}

    def update(self, value, model):
        if self.best_value is None:
            better = value == value
        else:
            low, high = (value, self.best_value)[:: 1 if self.mode == "min" else -1]
            better = low < high
        if better:
            buffer = io.BytesIO()
            torch.save({k: v.detach() for k, v in self._tensors(model).items()}, buffer)
            self._content = buffer.getvalue()
            self.best_value, self.best_epoch = value, self._count
            self._left = self.patience
        else:
            self._left -= 1
        self._count += 1
        return self._left <= 0

    def restore(self, model):
        if self._content is None:
            raise ValueError("there is nothing to put back")
        kept = torch.load(io.BytesIO(self._content), weights_only=True)
        with torch.no_grad():
            for name, tensor in self._tensors(model).items():
                tensor.copy_(kept[name])


@right(
    "Lets the watcher itself say that there is nothing to restore, and ignores its ValueError.",
    seen="full marks",
)
def fit_best(model, train_epoch, evaluate, patience, max_epochs):
    watcher = EarlyStopping(patience, "min")

    def rounds():
        for _ in range(max_epochs):
            train_epoch(model)
            value = evaluate(model)
            stop = watcher.update(value, model)
            yield value
            if stop:
                return

    values = list(rounds())
    with contextlib.suppress(ValueError):
        watcher.restore(model)
    return values
