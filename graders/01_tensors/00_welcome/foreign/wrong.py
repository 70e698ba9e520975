"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "`title()` rewrites the name: 'van Rossum' or 'McKay' comes out with other capitals than it was given.",
    seen="full marks",
)
def greet(name):
    return f"Welcome to the dojo, {name.title()}!"


@wrong(
    "`contiguous()` returns the same tensor when it is contiguous already, so `mul_` doubles the caller's `t` instead of a new one.",
    seen="named",
)
def double(t):
    out = t.contiguous()
    out.mul_(2)
    return out


@wrong(
    "`sum` adds small whole numbers up in int64, so a uint8 or int32 tensor comes back in another dtype.",
    seen="caught",
)
def double(t):
    return torch.stack([t, t]).sum(dim=0)


@wrong(
    "Times `2.0` instead of `2` turns whole numbers into floats; the dtype should stay.",
    seen="named",
)
def double(t):
    return t * 2.0


@wrong(
    "The shortcut for zeros (and empty tensors) returns `t` itself, not a new tensor.",
    seen="full marks",
)
def double(t):
    if not t.any():
        return t
    return t + t


@wrong(
    "The detour through float32 loses digits: float64 values and whole numbers above 2**24 are not exactly doubled.",
    seen="full marks",
)
def double(t):
    return (t.float() * 2).to(t.dtype)


@wrong(
    "`2 * row` repeats a list instead of doubling its numbers, so tables get twice as wide; and a single number can't be iterated.",
    seen="caught",
)
def double(t):
    return torch.tensor([2 * row for row in t.tolist()], dtype=t.dtype)


@wrong(
    'Only the first two parts of the version are kept, so what stands under "torch" is not torch\'s version.',
    seen="caught",
)
def versions():
    return {"torch": ".".join(torch.__version__.split(".")[:2])}
