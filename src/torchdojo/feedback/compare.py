"""Comparing what came back with what was expected: structure, dtype, shape, then values."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from torchdojo.feedback.wording import apart, kind_of, shape, shape_near, short, shown

_RTOL = {
    torch.float64: 1e-8,
    torch.float32: 1e-4,
    torch.float16: 1e-2,
    torch.bfloat16: 3e-2,
    torch.complex64: 1e-4,
    torch.complex128: 1e-8,
}


@dataclass(frozen=True)
class Difference:
    """How a value differs from the expected one, in a sentence."""

    sentence: str
    told: str
    """The same in words that show no number, text or key of the value: of a hidden check, no
    student sees more."""
    stated: bool = False
    """Whether that says it all: of another kind or dtype, there is no more to explain."""


def difference(
    got: Any, expected: Any, rtol: float | None = None, where: str = ""
) -> Difference | None:
    """The first difference, or None if the values agree.

    Nothing is broadcast or converted; a NaN equals a NaN. Floating-point elements agree within
    `rtol` times their size plus `rtol` times the spread of the expected tensor.
    """
    at = f"{where}: " if where else ""
    if isinstance(expected, torch.Tensor):
        if not isinstance(got, torch.Tensor):
            return _unlike(got, expected, at)
        return _tensors(got, expected, rtol, at)
    if isinstance(expected, np.ndarray):
        if not isinstance(got, np.ndarray):
            return _unlike(got, expected, at)
        return _arrays(got, expected, rtol, at)
    if isinstance(expected, list | tuple):
        return _sequences(got, expected, rtol, where)
    if isinstance(expected, dict):
        return _dicts(got, expected, rtol, where)
    return _scalars(got, expected, rtol, at)


def _unlike(got: Any, expected: Any, at: str, wanted: str = "") -> Difference:
    """A value of another kind, or another value without a size."""
    mine, right = kind_of(got), kind_of(expected)
    differ = f"{mine} came back, expected {right}" if mine != right else "the value is another"
    return Difference(
        f"{at}{shown(got)} came back, expected {wanted or shown(expected)}.",
        f"{differ}.",
        stated=mine != right,
    )


def _another(what: str, mine: object, right: object, at: str, near: str = "") -> Difference:
    told = f"{what} is {near or mine}, expected {right}."
    return Difference(f"{at}{what} is {mine}, expected {right}.", told, stated=not near)


def _arrays(
    got: np.ndarray, expected: np.ndarray, rtol: float | None, at: str
) -> Difference | None:
    if got.dtype != expected.dtype:
        return _another("the dtype", got.dtype, expected.dtype, at)
    return _tensors(torch.from_numpy(got), torch.from_numpy(expected), rtol, at)


def _tensors(
    got: torch.Tensor, expected: torch.Tensor, rtol: float | None, at: str
) -> Difference | None:
    if got.shape != expected.shape:
        near = shape_near(tuple(got.shape), tuple(expected.shape))
        return _another("the shape", shape(got), shape(expected), at, near)
    if got.dtype != expected.dtype:
        return _another("the dtype", str(got.dtype)[6:], str(expected.dtype)[6:], at)
    if got.device.type != expected.device.type:
        sentence = f"the tensor is on {got.device.type}, expected on {expected.device.type}."
        return Difference(at + sentence, sentence)
    if expected.device.type == "meta" or expected.numel() == 0:
        return None
    wrong = wrong_elements(got, expected, rtol)
    return _first_wrong(got, expected, wrong, at) if bool(wrong.any()) else None


def wrong_elements(got: torch.Tensor, expected: torch.Tensor, rtol: float | None) -> torch.Tensor:
    """Where two tensors of the same shape and dtype differ."""
    if not (expected.is_floating_point() or expected.is_complex()):
        return got != expected
    rtol = max(_RTOL.get(expected.dtype, 1e-4), rtol or 0.0)
    wide = torch.complex128 if expected.is_complex() else torch.float64
    a, b = got.to(wide), expected.to(wide)
    finite = b[torch.isfinite(b)]
    sizes = finite.abs() if finite.is_complex() else finite
    spread = float(sizes.max() - sizes.min()) if sizes.numel() else 0.0
    close = torch.isfinite(b) & ((a - b).abs() <= rtol * spread + rtol * b.abs())
    return ~(close | (a == b) | (torch.isnan(a) & torch.isnan(b)))


def _first_wrong(
    got: torch.Tensor, expected: torch.Tensor, wrong: torch.Tensor, at: str
) -> Difference:
    index = tuple(int(i) for i in wrong.nonzero()[0])
    place = f"element {list(index)}" if index else "the value"
    mine, right = apart(got[index].item(), expected[index].item())
    many = f"; {int(wrong.sum())} of {wrong.numel()} elements differ" if wrong.numel() > 1 else ""
    sentence = f"{at}{place} is {mine}, expected {right}{many}."
    return Difference(sentence, "elements differ." if index else "the value is another.")


def _sequences(got: Any, expected: Any, rtol: float | None, where: str) -> Difference | None:
    at = f"{where}: " if where else ""
    kind = list if isinstance(expected, list) else tuple
    if not isinstance(got, kind):
        return _unlike(got, expected, at, f"a {kind.__name__} of {len(expected)}")
    if len(got) != len(expected):
        near = shape_near((len(got),), (len(expected),)).strip("(,)")
        told = f"the {kind.__name__} has {near} items, expected {len(expected)}."
        sentence = f"the {kind.__name__} has {len(got)} items, expected {len(expected)}."
        return Difference(at + sentence, told.replace("another one", "another number of"))
    named = ((f"{where}[{i}]" if where else f"item {i}") for i in range(len(expected)))
    return _first(zip(named, got, expected, strict=True), rtol)


_KEYS = "the dict has other keys than expected."


def _dicts(got: Any, expected: dict[Any, Any], rtol: float | None, where: str) -> Difference | None:
    at = f"{where}: " if where else ""
    if not isinstance(got, dict):
        return _unlike(got, expected, at, "a dict")
    if not got.keys() & expected.keys():
        sentence = f"{at}the keys are {short(list(got))}, expected {short(list(expected))}."
        return None if got == expected else Difference(sentence, _KEYS)
    both = [key for key in expected if key in got]
    named = (f"{where}[{key!r}]" if where else str(key) for key in both)
    found = _first(((n, got[k], expected[k]) for n, k in zip(named, both, strict=True)), rtol)
    return found or _other_keys(got, expected, at)


def _called(key: Any) -> str:
    return short(key).strip("'")


def _other_keys(got: dict[Any, Any], expected: dict[Any, Any], at: str) -> Difference | None:
    """The first key that one of them has alone, where they are the same otherwise."""
    for key in expected:
        if key not in got:
            return Difference(f"{at}`{_called(key)}` is missing.", _KEYS)
    for key in got:
        if key not in expected:
            return Difference(f"{at}`{_called(key)}` is not expected.", _KEYS)
    return None


def _first(parts: Iterable[tuple[str, Any, Any]], rtol: float | None) -> Difference | None:
    found = (difference(got, expected, rtol, where) for where, got, expected in parts)
    return next((one for one in found if one is not None), None)


def _scalars(got: Any, expected: Any, rtol: float | None, at: str) -> Difference | None:
    if isinstance(got, np.ndarray) and got.ndim == 0 and not isinstance(expected, bool):
        got = got.item()
    if isinstance(expected, bool) or not isinstance(expected, int | float):
        same = type(got) is type(expected) and got == expected
        return None if same else _unlike(got, expected, at)
    if isinstance(got, bool) or not isinstance(got, int | float):
        return _unlike(got, expected, at)
    if isinstance(expected, int):
        same = isinstance(got, int) and got == expected
        return None if same else _unlike(got, expected, at)
    if isinstance(got, int) and got.bit_length() > 1023:
        return _unlike(got, expected, at)
    if got == expected or (math.isnan(got) and math.isnan(expected)):
        return None
    tolerance = max(rtol or 0.0, 1e-6) * abs(expected)
    if math.isfinite(expected) and abs(got - expected) <= tolerance:
        return None
    mine, right = apart(float(got), float(expected))
    sentence = f"{at}the value is {mine}, expected {right}."
    return Difference(sentence, "the value is another.")
