"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "The name is to appear exactly as given, but strip() and capitalisation change it: ' ada ' or 'van Gogh' come out altered.",
    seen="named",
)
def greet(name):
    tidy = name.strip()
    tidy = tidy[:1].upper() + tidy[1:]
    return "Welcome to the dojo, " + tidy + "!"


@wrong(
    "The detour through float32 keeps the dtype but not the digits: float64 and whole numbers beyond 2**24 come back rounded.",
    seen="named",
)
def double(t):
    return (t.float() * 2).to(t.dtype)


@wrong(
    "`out = t` is a second name and no copy, so `out *= 2` doubles the caller's tensor as well, and no new tensor is returned.",
    seen="named",
)
def double(t):
    out = t
    out *= 2
    return out


@wrong("The version is cut to its first two numbers, so it is not torch's version.", seen="named")
def versions():
    major, minor = torch.__version__.split(".")[:2]
    return {"torch": f"{major}.{minor}"}
