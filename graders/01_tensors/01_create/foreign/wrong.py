"""Wrong answers by people who had seen the exercise alone."""

import numpy as np
import torch

from torchdojo.grading import wrong


@wrong(
    "`ascontiguousarray` copies `table.T` or `table[:, 2:5]`, so a change of the array is no longer seen in the tensor.",
    seen="named",
)
def share(a):
    if not isinstance(a, np.ndarray):
        raise TypeError("share takes an array")
    return torch.from_numpy(np.ascontiguousarray(a))


@wrong(
    "Only lists and tuples are refused: a number, or anything else that `as_tensor` takes, is not an array either and must raise TypeError.",
    seen="full marks",
)
def share(a):
    if isinstance(a, (list, tuple)):
        raise TypeError("a list has no memory to share")
    return torch.as_tensor(a)


@wrong(
    "`from_numpy` comes before the copy and raises ValueError for a flipped array: copy in NumPy first.",
    seen="named",
)
def copy(a):
    return torch.from_numpy(a).clone()


@wrong(
    "`ascontiguousarray` copies only if it must: an array that is contiguous already shares its memory with the result.",
    seen="named",
)
def copy(a):
    return torch.from_numpy(np.ascontiguousarray(a))


@wrong(
    "Only the first stride is looked at: `image[:, ::-1]` has its negative stride in another dimension and still raises.",
    seen="named",
)
def copy(a):
    if a.ndim and a.strides[0] < 0:
        a = a.copy()
    return torch.tensor(a)


@wrong(
    "`torch.Tensor(3)` takes a whole number as a size: three arbitrary numbers instead of a tensor of shape ().",
    seen="named",
)
def as_float(data):
    return torch.Tensor(data)


@wrong(
    "`float()` returns the same tensor for a float32 array, and neither `asarray` nor `from_numpy` copies: the memory is shared.",
    seen="named",
)
def as_float(data):
    return torch.from_numpy(np.asarray(data)).float()


@wrong(
    "The default dtype is a setting that any program can change to float64; the result must be float32 always.",
    seen="full marks",
)
def as_float(data):
    return torch.tensor(data).to(torch.get_default_dtype())
