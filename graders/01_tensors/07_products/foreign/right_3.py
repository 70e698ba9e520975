"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import right


@right(
    "Says by letters which dimension is summed, so that nothing needs to be transposed.",
    seen="full marks",
)
def scores(queries, keys):
    return torch.einsum("...td,...sd->...ts", queries, keys)
