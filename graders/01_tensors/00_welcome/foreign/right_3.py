"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import right


@right(
    "Copies first and then adds the original to the copy, so that the argument is only read.",
    seen="full marks",
)
def double(t):
    result = t.clone()
    result += t
    return result
