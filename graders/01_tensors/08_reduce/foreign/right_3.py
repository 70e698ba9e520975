"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import right


@right(
    "Goes row by row, leaves the zeros alone, and scales by the largest number before it measures.",
    seen="full marks",
)
def normalise_rows(x):
    result = torch.zeros_like(x)
    for i in range(x.shape[0]):
        row = x[i]
        largest = row.abs().max()
        if largest > 0:
            scaled = row / largest
            result[i] = scaled / scaled.square().sum().sqrt()
    return result
