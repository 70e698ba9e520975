"""Right answers by people who had seen the exercise alone."""

import numpy as np
import torch

from torchdojo.grading import right


@right("as_tensor behind an explicit check of the type.", seen="full marks")
def share(a):
    if not isinstance(a, np.ndarray):
        raise TypeError(f"expected an array, got {type(a).__name__}")
    return torch.as_tensor(a)


@right("Allocates the tensor, and lets NumPy write into its memory.", seen="full marks")
def copy(a):
    dtype = torch.from_numpy(np.empty(0, dtype=a.dtype)).dtype
    result = torch.empty(a.shape, dtype=dtype)
    result.numpy()[...] = a
    return result


@right("NumPy does the copy and the cast, torch takes over the fresh array.", seen="full marks")
def as_float(data):
    return torch.from_numpy(np.array(data, dtype=np.float32))
