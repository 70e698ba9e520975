"""Values, calls and problems in words a student understands; capped, never an expected whole.

What may be said of a *hidden* check is narrower: `shape_near` and `kind_of` show no more of a
value than its kind, dtype and shape, and a shape only if it is near the expected one. A shape is
numbers, and a program chooses them: one of twenty dimensions could spell out what it was given.
"""

import math
import re
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_CAP = 300
_PARTS = 30
"""So many parts of a container are put into words; the cap cuts off the rest anyway."""
_DEEP = 4
_MOST_DIMENSIONS = 8
_NEAR = 4


def clean(text: str, cap: int = _CAP) -> str:
    """Student text made harmless for a terminal or a page: no control characters, not too long."""
    text = _CONTROL.sub("?", text[: cap + 1])
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= cap else text[:cap] + " …"


def shown(value: Any) -> str:
    """A value in a few words: tensors by dtype and shape, containers by their parts."""
    if isinstance(value, torch.Tensor):
        return f"{kind_of(value)} of shape {shape(value)}"
    if isinstance(value, np.ndarray):
        return f"{kind_of(value)} of shape {shape(value)}"
    if isinstance(value, list | tuple):
        kind = type(value).__name__
        return f"a {kind} of {len(value)}: {clean(_listed(value, _DEEP), 160)}"
    if isinstance(value, dict):
        return f"a dict with keys {clean(_listed(value, _DEEP), 160)}"
    return short(value)


def short(value: Any, deep: int = _DEEP) -> str:
    """A value as it would stand inside a call."""
    if isinstance(value, torch.Tensor):
        if value.ndim == 0 and value.device.type != "meta":
            return f"tensor({value.item():.6g})"
        return f"{str(value.dtype)[6:]} {shape(value)}"
    if isinstance(value, np.ndarray):
        return f"array {value.dtype} {shape(value)}"
    if isinstance(value, list | tuple | dict) and deep == 0:
        return "…"
    if isinstance(value, list | tuple):
        inner = _listed(value, deep - 1)
        return clean(f"[{inner}]" if isinstance(value, list) else f"({inner})", 120)
    if isinstance(value, dict):
        return clean(f"{{{_pairs(value, deep - 1)}}}", 120)
    if isinstance(value, float):
        return f"{value:.6g}"
    return clean(repr(value[:200] if isinstance(value, str | bytes) else value), 120)


def _listed(values: Iterable[Any], deep: int) -> str:
    return ", ".join(short(value, deep) for value in islice(values, _PARTS))


def _pairs(value: dict[Any, Any], deep: int) -> str:
    pairs = islice(value.items(), _PARTS)
    return ", ".join(f"{short(key, deep)}: {short(part, deep)}" for key, part in pairs)


def shape(value: torch.Tensor | np.ndarray) -> str:
    """A shape as a tuple; a student's tensor may have many dimensions."""
    return clean(str(tuple(value.shape[:50])), 120)


def kind_of(value: Any) -> str:
    """What kind of value it is, and nothing of what it holds."""
    if isinstance(value, torch.Tensor):
        return _a(f"{str(value.dtype)[6:]} tensor")
    if isinstance(value, np.ndarray):
        return f"a NumPy {value.dtype} array"
    if value is None:
        return "None"
    known = (bool, int, float, str, bytes, list, tuple, dict, Path)
    return next((_a(k.__name__) for k in known if isinstance(value, k)), "another value")


def _a(name: str) -> str:
    return f"an {name}" if name.startswith(("a", "e", "i", "o")) else f"a {name}"


def shape_near(sizes: tuple[int, ...], expected: tuple[int, ...]) -> str:
    """A shape, if it is of the order of the expected one; else that it is another."""
    most = _NEAR * max(1, math.prod(expected)) * max(1, *expected, 1)
    near = len(sizes) <= _MOST_DIMENSIONS and math.prod(max(1, size) for size in sizes) <= most
    return str(sizes) if near else "another one"


_MOST_NUMBERS = 32
_LONGEST = 400


def call(name: str, arguments: Sequence[Any]) -> str:
    """A call as a student would write it: see `given`."""
    return f"{name}({', '.join(given(arguments))})"


def given(arguments: Sequence[Any]) -> list[str]:
    """Arguments as one would write them; tensors by dtype and shape if they hold many numbers."""
    return written(arguments) or [short(argument) for argument in arguments]


def written(arguments: Sequence[Any]) -> list[str] | None:
    """Arguments with all their numbers; None if they are too many to be read."""
    if sum(map(numbers_in, arguments)) > _MOST_NUMBERS:
        return None
    texts = [_written(argument, _DEEP) for argument in arguments]
    return texts if sum(map(len, texts)) <= _LONGEST else None


def numbers_in(value: Any) -> int:
    """How many numbers the tensors in an argument hold."""
    if isinstance(value, torch.Tensor | np.ndarray):
        return math.prod(value.shape)
    if isinstance(value, dict):
        return sum(map(numbers_in, value.values()))
    return sum(map(numbers_in, value)) if isinstance(value, list | tuple) else 0


def _written(value: Any, deep: int) -> str:
    if isinstance(value, torch.Tensor) and value.device.type != "meta":
        return _tensor_written(value)
    if isinstance(value, np.ndarray) and value.size > 0:
        usual = value.dtype in (np.float64, np.int64, np.bool_)
        return f"array({_nested(value.tolist())}{'' if usual else f', dtype={value.dtype}'})"
    if isinstance(value, dict) and deep > 0 and len(value) <= _PARTS:
        pairs = (f"{short(key)}: {_written(part, deep - 1)}" for key, part in value.items())
        return f"{{{', '.join(pairs)}}}"
    if not isinstance(value, list | tuple) or deep == 0:
        return short(value)
    inner = ", ".join(_written(part, deep - 1) for part in value)
    if isinstance(value, list):
        return f"[{inner}]"
    return f"({inner},)" if len(value) == 1 else f"({inner})"


def _tensor_written(tensor: torch.Tensor) -> str:
    usual = tensor.dtype in (torch.float32, torch.int64, torch.bool) and tensor.numel() > 0
    more = "" if usual else f", dtype={str(tensor.dtype)[6:]}"
    if tensor.numel() == 0:
        return f"empty({tuple(tensor.shape)}{more})"
    return f"tensor({_nested(tensor.tolist())}{more})"


def _nested(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_nested, value))}]"
    if not isinstance(value, float):
        return str(value)
    text = f"{value:.4g}"
    return f"{text}." if text.lstrip("-").isdigit() else text  # or it would read as an integer


_DIGITS = range(6, 18)


def apart(one: Any, other: Any) -> tuple[str, str]:
    """Two values that differ, with as many digits as it takes to tell them apart."""
    texts = short(one), short(other)
    if texts[0] != texts[1] or not all(isinstance(v, float | complex) for v in (one, other)):
        return texts
    pairs = ((f"{one:.{digits}g}", f"{other:.{digits}g}") for digits in _DIGITS)
    return next((pair for pair in pairs if pair[0] != pair[1]), texts)


def shown_kind(kinds: Any) -> str:
    """The kind of an error from the list of its classes, most special first."""
    return clean(str(kinds[0]), 60) if isinstance(kinds, list) and kinds else "nothing known"
