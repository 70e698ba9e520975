"""Right answers by people who had seen the exercise alone, of a third round."""

import io
import math

import torch

from torchdojo.grading import right


@right(
    "Keeps the best state as bytes, as a file in memory would, and counts patience from the number of the best epoch.",
    seen="full marks",
)
class EarlyStopping:
    def __init__(self, patience, mode="min"):
        if patience < 1:
            raise ValueError(f"patience must be 1 or more, not {patience}")
        if mode == "min":
            self._better = lambda new, old: new < old
        elif mode == "max":
            self._better = lambda new, old: new > old
        else:
            raise ValueError(f"mode must be 'min' or 'max', not {mode!r}")
        self.patience = patience
        self.best_value = None
        self.best_epoch = None
        self._file = None
        self._epochs = 0

    def update(self, value, model):
        epoch = self._epochs
        self._epochs = epoch + 1
        if not math.isnan(value) and (
            self.best_value is None or self._better(value, self.best_value)
        ):
            self.best_value, self.best_epoch = value, epoch
            self._file = io.BytesIO()
            torch.save(model.state_dict(), self._file)
        last_good = -1 if self.best_epoch is None else self.best_epoch
        return epoch - last_good >= self.patience

    def restore(self, model):
        if self._file is None:
            raise ValueError("no epoch with a value to go back to")
        self._file.seek(0)
        model.load_state_dict(torch.load(self._file))
