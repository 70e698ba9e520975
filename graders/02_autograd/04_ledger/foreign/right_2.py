"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import right


@right("Keeps the mean itself and mixes each new loss into it by its share.", seen="full marks")
class Ledger:
    def __init__(self):
        self._mean = None
        self._examples = 0

    def add(self, loss, n):
        if tuple(loss.shape) != ():
            raise ValueError(f"a mean loss has the shape (), not {tuple(loss.shape)}")
        value = loss.detach().to(
            torch.float64 if loss.dtype == torch.float64 else torch.float32, copy=True
        )
        before, after = self._examples, self._examples + n
        if self._mean is None:
            self._mean = value
        else:
            self._mean = self._mean.to(value.device) * (before / after) + value * (n / after)
        self._examples = after
        return self._mean.clone()

    def mean(self):
        if self._mean is None:
            raise ValueError("nothing has been added")
        return float(self._mean)

    def reset(self):
        self.__init__()


@right(
    "A weighted sum that grows in place, behind a division that makes a new tensor.",
    seen="full marks",
)
class Ledger:
    def __init__(self):
        self.reset()

    def add(self, loss, n):
        if loss.ndim:
            raise ValueError("only a loss of shape () can be entered")
        dtype = torch.promote_types(loss.dtype, torch.float32)
        with torch.no_grad():
            if self._sum is None:
                self._sum = torch.zeros((), dtype=dtype, device=loss.device)
            elif dtype == torch.float64:
                self._sum = self._sum.double()
            self._sum.add_(loss.detach().to(self._sum.dtype), alpha=n)
            self._count += n
            return torch.div(self._sum, self._count)

    def mean(self):
        if self._sum is None:
            raise ValueError("the mean of nothing")
        return self._sum.item() / self._count

    def reset(self):
        self._sum, self._count = None, 0
