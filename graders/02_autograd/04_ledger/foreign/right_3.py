"""Right answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import right


@right(
    "No detach: everything is computed under no_grad, into new tensors, from one state that is a pair or None.",
    seen="full marks",
)
class Ledger:
    def __init__(self):
        self._state = None

    @torch.no_grad()
    def add(self, loss, n):
        if loss.dim() > 0:
            raise ValueError(f"expected a loss of shape (), got {tuple(loss.shape)}")
        wide = loss.to(torch.float64 if loss.dtype is torch.float64 else torch.float32)
        if self._state is None:
            self._state = (torch.mul(wide, n), n)
        else:
            total, count = self._state
            self._state = (torch.add(total, wide, alpha=n), count + n)
        total, count = self._state
        return torch.div(total, count)

    def mean(self):
        if self._state is None:
            raise ValueError("the mean of no examples")
        total, count = self._state
        return float(total) / count

    def reset(self):
        self._state = None
