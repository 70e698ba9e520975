"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right(
    "keeps the mean itself and mixes each loss into it, with shares that add up to 1",
    seen="full marks",
)
class Ledger:
    def __init__(self):
        self._mean = None
        self._examples = 0

    def add(self, loss, n):
        if loss.dim() > 0:
            raise ValueError(f"the loss must have shape (), not {tuple(loss.shape)}")
        value = loss.detach().to(torch.promote_types(loss.dtype, torch.float32))
        before, self._examples = self._examples, self._examples + n
        if self._mean is None:
            self._mean = value.clone()
        else:
            self._mean = self._mean * (before / self._examples) + value * (n / self._examples)
        return self._mean.clone()

    def mean(self):
        if self._mean is None:
            raise ValueError("nothing has been added")
        return self._mean.item()

    def reset(self):
        self._mean = None
        self._examples = 0


@right("works under no_grad, and its total does not exist before the first loss", seen="full marks")
class Ledger:
    def __init__(self):
        self._state = None

    @torch.no_grad()
    def add(self, loss, n):
        if loss.ndim != 0:
            raise ValueError("the loss must have shape ()")
        wide = torch.float64 if loss.dtype == torch.float64 else torch.float32
        weighted = loss.to(wide) * n
        if self._state is None:
            self._state = (weighted, n)
        else:
            total, examples = self._state
            self._state = (total + weighted, examples + n)
        total, examples = self._state
        return total / examples

    def mean(self):
        if self._state is None:
            raise ValueError("nothing has been added")
        total, examples = self._state
        return float(total) / examples

    def reset(self):
        self._state = None


@right(
    "adds with alpha=n, onto zeros made from the first loss; reset is another __init__",
    seen="full marks",
)
class Ledger:
    def __init__(self):
        self._totals = []
        self._examples = []

    def add(self, loss, n):
        if list(loss.shape) != []:
            raise ValueError("the loss must have shape ()")
        value = loss.detach().to(torch.promote_types(loss.dtype, torch.float32))
        last = self._totals[-1] if self._totals else torch.zeros_like(value)
        self._totals = [torch.add(last, value, alpha=n)]
        self._examples = [sum(self._examples) + n]
        return self._totals[-1] / self._examples[-1]

    def mean(self):
        if not self._examples:
            raise ValueError("nothing has been added")
        return (self._totals[-1] / self._examples[-1]).item()

    def reset(self):
        self.__init__()
