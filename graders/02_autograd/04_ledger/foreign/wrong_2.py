"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "The number of examples is ignored: the mean of the batch means is wrong as soon as the last batch is smaller.",
    seen="named",
)
class Ledger:
    def __init__(self):
        self.reset()

    def add(self, loss, n):
        if loss.dim() != 0:
            raise ValueError("loss must have the shape ()")
        dtype = torch.promote_types(loss.dtype, torch.float32)
        value = loss.detach().to(dtype)
        self.total = value if self.count == 0 else self.total + value
        self.count += 1
        return self.total / self.count

    def mean(self):
        if self.count == 0:
            raise ValueError("the ledger is empty")
        return (self.total / self.count).item()

    def reset(self):
        self.total, self.count = None, 0


@wrong(
    "The sum is kept in the dtype of the loss: in bfloat16 it soon stops growing and the mean sinks; the account must be float32.",
    seen="caught",
)
class Ledger:
    def __init__(self):
        self.reset()

    def add(self, loss, n):
        if loss.dim() != 0:
            raise ValueError("loss must have the shape ()")
        value = loss.detach() * n
        self.total = value if self.total is None else self.total + value
        self.count += n
        return self.total / self.count

    def mean(self):
        if self.count == 0:
            raise ValueError("the ledger is empty")
        return float(self.total) / self.count

    def reset(self):
        self.total, self.count = None, 0


@wrong(
    "You hand out the very tensor that later calls change in place: every mean that was kept shows the newest one.",
    seen="named",
)
class Ledger:
    def __init__(self):
        self.reset()

    def add(self, loss, n):
        if loss.shape != ():
            raise ValueError("loss must have the shape ()")
        dtype = torch.promote_types(loss.dtype, torch.float32)
        value = loss.detach().to(dtype, copy=True)
        self.count += n
        if self.average is None:
            self.average = value
        else:
            self.average += (value - self.average) * (n / self.count)
        return self.average

    def mean(self):
        if self.average is None:
            raise ValueError("the ledger is empty")
        return self.average.item()

    def reset(self):
        self.average, self.count = None, 0


@wrong(
    "Only what you return is detached; the sum inside still holds the records of all batches, and with them the memory.",
    seen="caught",
)
class Ledger:
    def __init__(self):
        self.total = None
        self.count = 0

    def add(self, loss, n):
        if loss.dim() != 0:
            raise ValueError("loss must have the shape ()")
        value = loss.to(torch.promote_types(loss.dtype, torch.float32)) * n
        self.total = value if self.total is None else self.total + value
        self.count += n
        return (self.total / self.count).detach()

    def mean(self):
        if self.count == 0:
            raise ValueError("the ledger is empty")
        return (self.total / self.count).item()

    def reset(self):
        self.total = None
        self.count = 0


@wrong(
    "Two mistakes: item() looks at the value, so meta fails and a GPU waits; and the count grows before the shape is checked, so a refused loss is half entered.",
    seen="named",
)
class Ledger:
    def __init__(self):
        self.reset()

    def add(self, loss, n):
        self.count += n
        if loss.dim() != 0:
            raise ValueError("loss must have the shape ()")
        self.total += loss.item() * n
        dtype = torch.promote_types(loss.dtype, torch.float32)
        return torch.tensor(self.total / self.count, dtype=dtype, device=loss.device)

    def mean(self):
        if self.count == 0:
            raise ValueError("the ledger is empty")
        return self.total / self.count

    def reset(self):
        self.total, self.count = 0.0, 0
