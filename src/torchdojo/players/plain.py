"""Walking through plain data: tensors and arrays in lists, tuples and dictionaries."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch


def mapped(value: Any, on_tensor: Callable[[torch.Tensor], torch.Tensor]) -> Any:
    """A copy of `value` with `on_tensor` of each tensor in its place."""
    if isinstance(value, torch.Tensor):
        return on_tensor(value)
    if isinstance(value, list | tuple):
        return type(value)(mapped(item, on_tensor) for item in value)
    if isinstance(value, dict):
        return {key: mapped(item, on_tensor) for key, item in value.items()}
    return value.copy() if isinstance(value, np.ndarray) else value


def copied(value: Any) -> Any:
    """A copy of `value` with no part that whoever holds `value` can change."""
    return mapped(value, torch.Tensor.clone)
