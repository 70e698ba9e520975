"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import right


@right(
    "Numbers the positions 1, 2, 3, ... by a running sum of ones that are made where the lengths are.",
    seen="full marks",
)
def padding_mask(lengths, size):
    ones = lengths.new_ones((lengths.shape[0], size))
    numbers = ones.cumsum(dim=1)
    return numbers.le(lengths[:, None])
