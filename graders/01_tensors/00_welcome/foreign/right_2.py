"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import right


@right("The greeting is put together from parts.", seen="full marks")
def greet(name):
    parts = ["Welcome to the dojo, ", name, "!"]
    return "".join(parts)


@right("Doubles by adding the tensor to a copy of itself.", seen="full marks")
def double(t):
    result = t.clone()
    result += t
    return result
