"""Values, calls and problems in words a student understands; capped, never an expected whole."""

import re
from typing import Any

import numpy as np
import torch

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_CAP = 300


def clean(text: str, cap: int = _CAP) -> str:
    """Student text made harmless for a terminal or a page: no control characters, not too long."""
    text = _CONTROL.sub("?", text)
    return text if len(text) <= cap else text[:cap] + " …"


def shown(value: Any) -> str:
    """A value in a few words: tensors by dtype and shape, containers by their parts."""
    if isinstance(value, torch.Tensor):
        return f"a {str(value.dtype)[6:]} tensor of shape {shape(value)}"
    if isinstance(value, np.ndarray):
        return f"a NumPy {value.dtype} array of shape {shape(value)}"
    if isinstance(value, list | tuple):
        kind = type(value).__name__
        return f"a {kind} of {len(value)}: {clean(', '.join(map(short, value)), 160)}"
    if isinstance(value, dict):
        return f"a dict with keys {clean(', '.join(map(repr, value)), 160)}"
    return short(value)


def short(value: Any) -> str:
    """A value as it would stand inside a call."""
    if isinstance(value, torch.Tensor):
        if value.ndim == 0 and value.device.type != "meta":
            return f"tensor({value.item():.6g})"
        return f"{str(value.dtype)[6:]} {shape(value)}"
    if isinstance(value, np.ndarray):
        return f"array {value.dtype} {shape(value)}"
    if isinstance(value, list | tuple):
        inner = ", ".join(map(short, value))
        return clean(f"[{inner}]" if isinstance(value, list) else f"({inner})", 120)
    if isinstance(value, float):
        return f"{value:.6g}"
    return clean(repr(value), 120)


def shape(value: torch.Tensor | np.ndarray) -> str:
    """A shape as a tuple; a student's tensor may have thousands of dimensions."""
    return clean(str(tuple(value.shape[:50])), 120)


def call(name: str, arguments: tuple[Any, ...]) -> str:
    """A call as a student would write it, with tensors by dtype and shape."""
    return f"{name}({', '.join(map(short, arguments))})"


def number(value: float) -> str:
    """A number with as many digits as help."""
    return f"{value:.6g}"


def shown_kind(kinds: Any) -> str:
    """The kind of an error from the list of its classes, most special first."""
    return clean(str(kinds[0]), 60) if isinstance(kinds, list) and kinds else "nothing known"
