"""Right answers by people who had seen the exercise alone."""

import itertools
import torch

from torchdojo.grading import right


@right("Splits the row numbers; indexing with them copies.", seen="full marks")
def split_even(t, n):
    rows = torch.arange(len(t), device=t.device)
    return [t[part] for part in torch.tensor_split(rows, n)]


@right("Walks over the ends of the pieces and cuts backwards from them.", seen="full marks")
def split_sizes(t, sizes):
    ends = list(itertools.accumulate(sizes, initial=0))
    if ends[-1] != t.shape[0]:
        raise ValueError(f"sizes sum to {ends[-1]}, but there are {t.shape[0]} rows")
    return [t[end - size : end].clone() for size, end in zip(sizes, ends[1:])]


@right("Allocates the result and fills even and odd rows.", seen="full marks")
def interleave(a, b):
    result = a.new_empty((2 * a.shape[0], *a.shape[1:]))
    result[::2] = a
    result[1::2] = b
    return result
