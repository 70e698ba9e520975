"""What goes wrong on the way from NumPy to torch."""

import numpy as np
import torch

from torchdojo.grading import mistake, slip

slip(
    "`share` copies: `torch.tensor` always makes memory of its own, and takes lists as well.",
    loses=["shares_memory", "shares_parts_of_arrays", "refuses_lists"],
    edits=[("torch.from_numpy(a)", "torch.tensor(a)")],
)

slip(
    "`share` takes a list: `torch.as_tensor` copies a list silently; `torch.from_numpy` refuses it.",
    loses=["refuses_lists"],
    edits=[("torch.from_numpy(a)", "torch.as_tensor(a)")],
)

slip(
    "`share` converts to float32: a float64 or int32 array is copied for that, and no longer shared.",
    loses=["shares_memory", "keeps_dtypes"],
    edits=[("torch.from_numpy(a)", "torch.from_numpy(a).float()")],
)


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


slip(
    "`copy` shares: `torch.from_numpy` uses the array's memory, so a later change of the array shows.",
    loses=["copies_memory", "copies_flipped_arrays"],
    edits=[("a.copy()", "a")],
)

slip(
    "`copy` gives arrays that are read backwards to torch, which refuses negative strides: copy in NumPy.",
    loses=["copies_flipped_arrays"],
    edits=[("torch.from_numpy(a.copy())", "torch.tensor(a)")],
)

slip(
    "`np.ascontiguousarray` is no copy: it returns the array itself if it is in order, and () as (1,).",
    loses=["copies_memory", "keeps_dtypes"],
    edits=[("a.copy()", "np.ascontiguousarray(a)")],
)

slip(
    "`np.ascontiguousarray` makes the shape (1,) of (): NumPy's `a.copy()` keeps every shape.",
    loses=["keeps_dtypes"],
    edits=[("torch.from_numpy(a.copy())", "torch.tensor(np.ascontiguousarray(a))")],
)

slip(
    "`copy` goes through a Python list, which forgets the dtype: int32 becomes int64, float64 float32.",
    loses=["copies_flipped_arrays", "keeps_dtypes"],
    edits=[("torch.from_numpy(a.copy())", "torch.tensor(a.tolist())")],
)

slip(
    "`as_float` keeps the dtype of the data: an array of float64 stays float64, whole numbers stay whole.",
    loses=["converts_to_float32", "converts_numbers"],
    edits=[("torch.tensor(data, dtype=torch.float32)", "torch.tensor(data)")],
)

slip(
    "`as_float` converts to the default dtype, which a program may change: name `torch.float32`.",
    loses=["converts_to_float32"],
    edits=[
        (
            "torch.tensor(data, dtype=torch.float32)",
            "torch.tensor(data).to(torch.get_default_dtype())",
        )
    ],
)

slip(
    "`as_float` shares an array that is float32 already: `as_tensor` and `float()` copy only if they must.",
    loses=["copies_memory"],
    edits=[
        ("torch.tensor(data, dtype=torch.float32)", "torch.as_tensor(data, dtype=torch.float32)")
    ],
)

slip(
    "`as_float` calls `torch.Tensor`, which takes a whole number as a size: `torch.Tensor(0)` is empty.",
    loses=["copies_memory", "converts_to_float32", "converts_numbers"],
    edits=[("torch.tensor(data, dtype=torch.float32)", "torch.Tensor(data)")],
)

slip(
    "`np.ascontiguousarray` is no copy: it returns the array itself if it is in order. Use `a.copy()`.",
    loses=["copies_memory"],
    edits=[
        ("torch.from_numpy(a.copy())", "torch.from_numpy(np.ascontiguousarray(a)).reshape(a.shape)")
    ],
)

slip(
    "`as_float` converts only what is not floating: float64 and float16 are to become float32 as well.",
    loses=["converts_to_float32"],
    edits=[
        (
            "return torch.tensor(data, dtype=torch.float32)",
            "t = torch.tensor(data)\nreturn t if t.is_floating_point() else t.to(torch.float32)",
        )
    ],
)

slip(
    "`as_float` takes arrays only: numbers and lists have no `astype`. `torch.tensor` takes all three.",
    loses=["converts_to_float32", "converts_numbers"],
    edits=[("torch.tensor(data, dtype=torch.float32)", 'torch.from_numpy(data.astype("float32"))')],
)

slip(
    "A number becomes a list of one, shape (1,): the contract asks for the shape ().",
    loses=["converts_to_float32", "converts_numbers"],
    edits=[
        (
            "return torch.tensor(data, dtype=torch.float32)",
            "if not isinstance(data, (list, np.ndarray)):\n"
            "    data = [data]\n"
            "return torch.tensor(data, dtype=torch.float32)",
        )
    ],
)
