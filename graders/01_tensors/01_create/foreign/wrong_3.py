"""Wrong answers by people who had seen the exercise alone, of a third round."""

import numpy as np
import torch
from torchdojo.grading import wrong


@wrong(
    "as_tensor shares where it can and copies where it cannot: a list gives a tensor that shares nothing, where a TypeError is asked for.",
    seen="named",
)
def share(a):
    return torch.as_tensor(a)


@wrong(
    "ascontiguousarray copies what does not lie in one piece, so the tensor of `table[:, 2:5]` or `table.T` no longer shares the array's memory.",
    seen="named",
)
def share(a):
    if not isinstance(a, np.ndarray):
        raise TypeError(f"expected an array, got {type(a).__name__}")
    return torch.from_numpy(np.ascontiguousarray(a))


@wrong(
    "ascontiguousarray copies only if it must: it cures the flipped array, but an ordinary array keeps sharing its memory with the 'copy'.",
    seen="named",
)
def copy(a):
    return torch.from_numpy(np.ascontiguousarray(a)).reshape(a.shape)


@wrong(
    "Two slips: from_numpy(...).float() copies nothing if the array is float32 already, and a single number becomes shape (1,) instead of ().",
    seen="named",
)
def as_float(data):
    if isinstance(data, np.ndarray):
        return torch.from_numpy(data).float()
    if isinstance(data, (int, float)):
        data = [data]
    return torch.tensor(data, dtype=torch.float32)
