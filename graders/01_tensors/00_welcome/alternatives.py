"""Other right ways to write the welcome exercise."""

import torch

from torchdojo.grading import alternative


@alternative("adds the tensor to itself")
def double(t: torch.Tensor) -> torch.Tensor:
    return t + t


@alternative("an operation by its name, the greeting by concatenation")
def double(t: torch.Tensor) -> torch.Tensor:
    return torch.mul(t, torch.tensor(2, dtype=t.dtype, device=t.device))
