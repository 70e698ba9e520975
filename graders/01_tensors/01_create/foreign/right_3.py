"""Right answers by people who had seen the exercise alone, of a third round."""

import numpy as np
import torch
from torchdojo.grading import right


@right(
    "Lets NumPy do the conversion into a fresh float32 array, which then belongs to the tensor alone.",
    seen="full marks",
)
def as_float(data):
    with np.errstate(over="ignore"):
        fresh = np.array(data, dtype=np.float32, copy=True, order="C")
    return torch.from_numpy(fresh)
