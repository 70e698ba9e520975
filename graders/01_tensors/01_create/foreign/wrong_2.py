"""Wrong answers by people who had seen the exercise alone, of a second round."""

import numpy as np
import torch
from torchdojo.grading import wrong


@wrong(
    "as_tensor accepts lists and numbers without a word and copies them: a list has no memory to share, so TypeError is due.",
    seen="named",
)
def share(a):
    return torch.as_tensor(a)


@wrong(
    "ascontiguousarray copies whatever is not contiguous, so table[:, 2:5] and table.T no longer share; and it swallows lists, which should raise TypeError.",
    seen="named",
)
def share(a):
    return torch.from_numpy(np.ascontiguousarray(a))


@wrong(
    "ascontiguousarray copies only if it must: for an ordinary contiguous array your 'copy' still uses the array's memory.",
    seen="caught",
)
def copy(a):
    return torch.from_numpy(np.ascontiguousarray(a)).reshape(a.shape)


@wrong(
    "float() returns the tensor itself if it is float32 already, so a float32 array is shared instead of copied.",
    seen="named",
)
def as_float(data):
    return torch.from_numpy(np.asarray(data)).float()


@wrong(
    "You convert only what is not floating yet: a float64 array stays float64, and so does a list where the default dtype is float64.",
    seen="caught",
)
def as_float(data):
    t = torch.tensor(data)
    if not t.is_floating_point():
        t = t.to(torch.float32)
    return t
