"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "You tidy the name up with strip(), but it must appear exactly as given: `greet(' Ada ')` loses its spaces.",
    seen="full marks",
)
def greet(name):
    return f"Welcome to the dojo, {name.strip()}!"


@wrong(
    "Multiplying by 2.0 turns a tensor of whole numbers into floats: the dtype must stay, try an int64 tensor.",
    seen="named",
)
def double(t):
    return t * 2.0


@wrong(
    "You change the caller's tensor in place and return it; the contract asks for a new one.",
    seen="named",
)
def double(t):
    t *= 2
    return t


@wrong(
    "The detour over float32 loses digits of float64 and of large int64 numbers, although the dtype looks right at the end.",
    seen="named",
)
def double(t):
    return (t.to(torch.float32) * 2).to(t.dtype)


@wrong(
    "You cut the version down to major.minor; 'torch's version' means all of it, with patch number and build.",
    seen="named",
)
def versions():
    return {"torch": ".".join(torch.__version__.split(".")[:2])}
