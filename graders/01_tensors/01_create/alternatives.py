"""Other right ways from NumPy to torch."""

import numpy as np
import torch

from torchdojo.grading import alternative


@alternative("as_tensor, behind a check of the type")
def share(a: np.ndarray) -> torch.Tensor:
    if not isinstance(a, np.ndarray):
        raise TypeError(f"only an array can be shared, not a {type(a).__name__}")
    return torch.as_tensor(a)


@alternative("torch.tensor, which always copies, on an array with positive strides")
def copy(a: np.ndarray) -> torch.Tensor:
    return torch.tensor(np.array(a))


@alternative("an empty tensor of the same dtype, filled through the array that shares its memory")
def copy(a: np.ndarray) -> torch.Tensor:
    dtype = torch.from_numpy(np.empty(0, a.dtype)).dtype
    result = torch.empty(a.shape, dtype=dtype)
    result.numpy()[...] = a
    return result


@alternative("NumPy converts and copies")
def as_float(data: float | list | np.ndarray) -> torch.Tensor:
    return torch.from_numpy(np.array(data, dtype=np.float32))


@alternative("torch guesses a dtype, then converts")
def as_float(data: float | list | np.ndarray) -> torch.Tensor:
    return torch.tensor(data).to(torch.float32)
