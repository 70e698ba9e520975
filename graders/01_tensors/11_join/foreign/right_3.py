"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import right


@right(
    "Makes room for the whole result first and writes each sequence into its place.",
    seen="full marks",
)
def time_major(sequences):
    steps, features = sequences[0].shape
    result = sequences[0].new_empty((steps, len(sequences), features))
    for n, sequence in enumerate(sequences):
        result[:, n, :] = sequence
    return result
