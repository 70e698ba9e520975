"""What goes wrong on the way from NumPy to torch."""

import numpy as np
import torch

from torchdojo.grading import mistake


@mistake(
    "`share` copies: `torch.tensor` always makes memory of its own, and takes lists as well.",
    loses=["shares_memory", "shares_parts_of_arrays", "refuses_lists"],
)
def share(a: np.ndarray) -> torch.Tensor:
    return torch.tensor(a)


@mistake(
    "`share` takes a list: `torch.as_tensor` copies a list silently; `torch.from_numpy` refuses it.",
    loses=["refuses_lists"],
)
def share(a: np.ndarray) -> torch.Tensor:
    return torch.as_tensor(a)


@mistake(
    "`share` converts to float32: a float64 or int32 array is copied for that, and no longer shared.",
    loses=["shares_memory", "keeps_dtypes"],
)
def share(a: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(a).float()


@mistake(
    "`share` refuses lists only: ask whether it is an array, `isinstance(a, np.ndarray)`.",
    loses=["refuses_lists"],
)
def share(a: np.ndarray) -> torch.Tensor:
    if isinstance(a, (list, tuple)):
        raise TypeError("a list has no memory to share")
    return torch.as_tensor(a)


@mistake(
    "`share` makes the array contiguous first: that copies a transposed or sliced one, and () gets (1,).",
    loses=["shares_parts_of_arrays", "keeps_dtypes"],
)
def share(a: np.ndarray) -> torch.Tensor:
    if not isinstance(a, np.ndarray):
        raise TypeError("no array")
    return torch.from_numpy(np.ascontiguousarray(a))


@mistake(
    "`copy` shares: `torch.from_numpy` uses the array's memory, so a later change of the array shows.",
    loses=["copies_memory", "copies_flipped_arrays"],
)
def copy(a: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(a)


@mistake(
    "`copy` gives arrays that are read backwards to torch, which refuses negative strides: copy in NumPy.",
    loses=["copies_flipped_arrays"],
)
def copy(a: np.ndarray) -> torch.Tensor:
    return torch.tensor(a)


@mistake(
    "`np.ascontiguousarray` is no copy: it returns the array itself if it is in order, and () as (1,).",
    loses=["copies_memory", "keeps_dtypes"],
)
def copy(a: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(a))


@mistake(
    "`np.ascontiguousarray` makes the shape (1,) of (): NumPy's `a.copy()` keeps every shape.",
    loses=["keeps_dtypes"],
)
def copy(a: np.ndarray) -> torch.Tensor:
    return torch.tensor(np.ascontiguousarray(a))


@mistake(
    "`copy` goes through a Python list, which forgets the dtype: int32 becomes int64, float64 float32.",
    loses=["copies_flipped_arrays", "keeps_dtypes"],
)
def copy(a: np.ndarray) -> torch.Tensor:
    return torch.tensor(a.tolist())


@mistake(
    "`as_float` keeps the dtype of the data: an array of float64 stays float64, whole numbers stay whole.",
    loses=["converts_to_float32", "converts_numbers"],
)
def as_float(data: float | list | np.ndarray) -> torch.Tensor:
    return torch.tensor(data)


@mistake(
    "`as_float` converts to the default dtype, which a program may change: name `torch.float32`.",
    loses=["converts_to_float32"],
)
def as_float(data: float | list | np.ndarray) -> torch.Tensor:
    return torch.tensor(data).to(torch.get_default_dtype())


@mistake(
    "`as_float` shares an array that is float32 already: `as_tensor` and `float()` copy only if they must.",
    loses=["copies_memory"],
)
def as_float(data: float | list | np.ndarray) -> torch.Tensor:
    return torch.as_tensor(data, dtype=torch.float32)


@mistake(
    "`as_float` calls `torch.Tensor`, which takes a whole number as a size: `torch.Tensor(0)` is empty.",
    loses=["copies_memory", "converts_to_float32", "converts_numbers"],
)
def as_float(data: float | list | np.ndarray) -> torch.Tensor:
    return torch.Tensor(data)


@mistake(
    "`np.ascontiguousarray` is no copy: it returns the array itself if it is in order. Use `a.copy()`.",
    loses=["copies_memory"],
)
def copy(a: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(a)).reshape(a.shape)


@mistake(
    "`as_float` converts only what is not floating: float64 and float16 are to become float32 as well.",
    loses=["converts_to_float32"],
)
def as_float(data: float | list | np.ndarray) -> torch.Tensor:
    t = torch.tensor(data)
    return t if t.is_floating_point() else t.to(torch.float32)


@mistake(
    "`as_float` takes arrays only: numbers and lists have no `astype`. `torch.tensor` takes all three.",
    loses=["converts_to_float32", "converts_numbers"],
)
def as_float(data: float | list | np.ndarray) -> torch.Tensor:
    return torch.from_numpy(data.astype("float32"))


@mistake(
    "A number becomes a list of one, shape (1,): the contract asks for the shape ().",
    loses=["converts_to_float32", "converts_numbers"],
)
def as_float(data: float | list | np.ndarray) -> torch.Tensor:
    if not isinstance(data, (list, np.ndarray)):
        data = [data]
    return torch.tensor(data, dtype=torch.float32)
