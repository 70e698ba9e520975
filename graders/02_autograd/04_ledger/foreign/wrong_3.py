"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import wrong


@wrong(
    "The sum is kept in float32, but `loss * n` is still computed in the dtype of the loss, so with bfloat16 losses "
    "each product is rounded to eight binary digits before it is entered.",
    seen="named",
)
class Ledger:
    def __init__(self):
        self.reset()

    def add(self, loss, n):
        if loss.shape != ():
            raise ValueError(f"the loss has shape {tuple(loss.shape)}, not ()")
        dtype = torch.promote_types(loss.dtype, torch.float32)
        entry = (loss.detach() * n).to(dtype)
        self.total = entry if self.total is None else self.total + entry
        self.count += n
        return self.total / self.count

    def mean(self):
        if not self.count:
            raise ValueError("nothing has been added")
        return (self.total / self.count).item()

    def reset(self):
        self.total = None
        self.count = 0


@wrong(
    "`add` returns the ledger's own tensor and updates it in place, so every mean that the caller kept changes with "
    "the next call.",
    seen="named",
)
class Ledger:
    def __init__(self):
        self.average = None
        self.count = 0

    def add(self, loss, n):
        if loss.dim() != 0:
            raise ValueError("the loss must be a scalar")
        dtype = torch.float64 if loss.dtype == torch.float64 else torch.float32
        value = loss.detach().to(dtype)
        self.count += n
        if self.average is None:
            self.average = value.clone()
        else:
            self.average += (value - self.average) * (n / self.count)
        return self.average

    def mean(self):
        if self.average is None:
            raise ValueError("the ledger is empty")
        return float(self.average)

    def reset(self):
        self.average = None
        self.count = 0


@wrong(
    "`reset` forgets the sum but not the number of examples, so the means of the second epoch are divided by the "
    "examples of the first as well and are too small.",
    seen="caught",
)
class Ledger:
    def __init__(self):
        self.total = None
        self.count = 0

    def add(self, loss, n):
        if loss.shape != torch.Size([]):
            raise ValueError("expected a loss of shape ()")
        value = loss.detach().to(torch.promote_types(loss.dtype, torch.float32)) * n
        self.total = value if self.total is None else self.total + value
        self.count += n
        return self.total / self.count

    def mean(self):
        if self.total is None:
            raise ValueError("nothing has been added yet")
        return (self.total / self.count).item()

    def reset(self):
        self.total = None


@wrong(
    "A loss of shape (1,) is accepted although only () is allowed, and when another shape is refused, its examples have "
    "been counted already, so the next mean is too small.",
    seen="caught",
)
class Ledger:
    def __init__(self):
        self.reset()

    def add(self, loss, n):
        self.count += n
        if loss.numel() != 1:
            raise ValueError("the loss must be one number")
        dtype = torch.promote_types(loss.dtype, torch.float32)
        self.total = self.total + loss.detach().reshape(()).to(dtype) * n
        return self.total / self.count

    def mean(self):
        if self.count == 0:
            raise ValueError("the ledger is empty")
        return float(self.total / self.count)

    def reset(self):
        self.total = 0
        self.count = 0
