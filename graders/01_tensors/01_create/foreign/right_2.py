"""Right answers by people who had seen the exercise alone, of a second round."""

import numpy as np
import torch
from torchdojo.grading import right


@right("Makes an empty array, wraps it, and fills it in NumPy.", seen="full marks")
def copy(a):
    fresh = np.empty(a.shape, a.dtype)
    fresh[...] = a
    return torch.from_numpy(fresh)


@right("Lets NumPy copy and convert, then shares that private copy.", seen="full marks")
def as_float(data):
    private = np.array(data, dtype=np.float32)
    return torch.from_numpy(private)
