"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import right


@right("Deals the rows out like cards to learn the sizes, then cuts.", seen="full marks")
def split_even(t, n):
    rows = t.shape[0]
    counts = [0] * n
    for row in range(rows):
        counts[row % n] += 1
    pieces, start = [], 0
    for count in counts:
        pieces.append(t.narrow(0, start, count).clone())
        start += count
    return pieces


@right("Writes the even rows and the odd rows of a new tensor.", seen="full marks")
def interleave(a, b):
    n = a.shape[0]
    out = a.new_empty((2 * n, *a.shape[1:]))
    out[0::2] = a
    out[1::2] = b
    return out
