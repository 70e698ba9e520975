"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "Counts batches instead of examples: n is ignored, so a last batch of one example weighs as much as a full one.",
    seen="named",
)
class Ledger:
    def __init__(self):
        self.reset()

    def add(self, loss, n):
        if loss.shape != ():
            raise ValueError("the loss must have shape ()")
        dtype = torch.promote_types(loss.dtype, torch.float32)
        self.total = self.total + loss.detach().to(dtype)
        self.count += 1
        return self.total / self.count

    def mean(self):
        if self.count == 0:
            raise ValueError("nothing has been added")
        return float(self.total / self.count)

    def reset(self):
        self.total, self.count = 0.0, 0


@wrong(
    "The sum is made of losses with their records: all graphs stay alive, and what add returns still has one. Detach.",
    seen="named",
)
class Ledger:
    def __init__(self):
        self.reset()

    def add(self, loss, n):
        if loss.shape != ():
            raise ValueError("the loss must have shape ()")
        dtype = torch.promote_types(loss.dtype, torch.float32)
        self.total = self.total + loss.to(dtype) * n
        self.count += n
        return self.total / self.count

    def mean(self):
        if self.count == 0:
            raise ValueError("nothing has been added")
        return (self.total / self.count).item()

    def reset(self):
        self.total, self.count = 0.0, 0


@wrong(
    "detach() and a to() without change share memory with the first loss, so add_ in the next call changes that loss.",
    seen="caught",
)
class Ledger:
    def __init__(self):
        self.average, self.count = None, 0

    def add(self, loss, n):
        if loss.dim() != 0:
            raise ValueError("the loss must have shape ()")
        dtype = torch.promote_types(loss.dtype, torch.float32)
        value = loss.detach().to(dtype)
        self.count += n
        if self.average is None:
            self.average = value
        else:
            self.average.add_((value - self.average) * (n / self.count))
        return self.average.clone()

    def mean(self):
        if self.average is None:
            raise ValueError("nothing has been added")
        return self.average.item()

    def reset(self):
        self.average, self.count = None, 0


@wrong(
    "numel() == 1 also lets shapes (1,) and (1, 1) through; every shape other than () must raise ValueError.",
    seen="named",
)
class Ledger:
    def __init__(self):
        self.total, self.count = 0.0, 0

    def add(self, loss, n):
        if loss.numel() != 1:
            raise ValueError("the loss must be a single number")
        dtype = torch.promote_types(loss.dtype, torch.float32)
        self.total = self.total + loss.detach().to(dtype) * n
        self.count += n
        return self.total / self.count

    def mean(self):
        if self.count == 0:
            raise ValueError("nothing has been added")
        return float(self.total) / self.count

    def reset(self):
        self.total, self.count = 0.0, 0


@wrong(
    "Multiplies with n before it converts: loss * n is rounded to bfloat16, or overflows in float16; to() must come first.",
    seen="full marks",
)
class Ledger:
    def __init__(self):
        self.total, self.count = 0.0, 0

    def add(self, loss, n):
        if loss.shape != torch.Size([]):
            raise ValueError("the loss must have shape ()")
        dtype = torch.promote_types(loss.dtype, torch.float32)
        self.total = self.total + (loss.detach() * n).to(dtype)
        self.count += n
        return self.total / self.count

    def mean(self):
        if self.count == 0:
            raise ValueError("nothing has been added")
        return float(self.total) / self.count

    def reset(self):
        self.total, self.count = 0.0, 0


@wrong(
    "Takes a total of 0 for an empty ledger: after losses of 0, or of 1 and -1, mean() raises instead of giving 0.0.",
    seen="full marks",
)
class Ledger:
    def __init__(self):
        self.total, self.count = 0.0, 0

    def add(self, loss, n):
        if loss.shape != ():
            raise ValueError("the loss must have shape ()")
        dtype = torch.promote_types(loss.dtype, torch.float32)
        self.total = self.total + loss.detach().to(dtype) * n
        self.count += n
        return self.total / self.count

    def mean(self):
        if not self.total:
            raise ValueError("nothing has been added")
        return float(self.total / self.count)

    def reset(self):
        self.total, self.count = 0.0, 0


@wrong(
    "The count grows before the shape is checked: a loss that was refused still counts, and all later means are too small.",
    seen="full marks",
)
class Ledger:
    def __init__(self):
        self.total, self.count = 0.0, 0

    def add(self, loss, n):
        self.count += n
        if loss.shape != ():
            raise ValueError("the loss must have shape ()")
        dtype = torch.promote_types(loss.dtype, torch.float32)
        self.total = self.total + loss.detach().to(dtype) * n
        return self.total / self.count

    def mean(self):
        if self.count == 0:
            raise ValueError("nothing has been added")
        return float(self.total) / self.count

    def reset(self):
        self.total, self.count = 0.0, 0


@wrong(
    "item() looks at the value in every add: a GPU has to wait each time, and on the device meta it is an error.",
    seen="named",
)
class Ledger:
    def __init__(self):
        self.total, self.count = 0.0, 0

    def add(self, loss, n):
        if loss.shape != ():
            raise ValueError("the loss must have shape ()")
        self.total += loss.item() * n
        self.count += n
        dtype = torch.promote_types(loss.dtype, torch.float32)
        return torch.tensor(self.total / self.count, dtype=dtype, device=loss.device)

    def mean(self):
        if self.count == 0:
            raise ValueError("nothing has been added")
        return self.total / self.count

    def reset(self):
        self.total, self.count = 0.0, 0
