"""What sets the calls of a function that went wrong apart from those that did not."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from torchdojo.feedback.evidence import as_tensor

_AT_LEAST = 2
"""So many calls must have gone well, or any argument would set the other one apart."""
_AT_MOST = 3
"""More properties than that tell nothing: any of them may be the one that matters."""
_SAID = 2


@dataclass(frozen=True)
class Call:
    """A question about a function, and whether the student's answer was of the right kind."""

    about: str
    args: tuple[Any, ...]
    wants: str
    """What is asked for: ``value`` or ``error``."""
    well: bool
    """Whether a value came back where one is asked for, or an error where that is."""


_LARGE = 4096


def lightly(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """`args` to be kept for a while: of large tensors only shape and dtype."""
    large = [isinstance(a, torch.Tensor) and a.numel() > _LARGE for a in args]
    return tuple(a.to("meta") if big else a for a, big in zip(args, large, strict=True))


def contrasted(calls: Sequence[Call]) -> str:
    """What only the calls that went wrong as the last one did have; empty if there is nothing."""
    last = calls[-1]
    alike = [call for call in calls if (call.about, call.wants) == (last.about, last.wants)]
    bad, good = ([call for call in alike if call.well is well] for well in (False, True))
    if last.well or len(good) < _AT_LEAST:
        return ""
    common = [p for p in properties(bad[0].args) if all(p in properties(c.args) for c in bad[1:])]
    found = [p for p in common if not any(p in properties(call.args) for call in good)]
    if not 0 < len(found) <= _AT_MOST:
        return ""
    which = " and ".join(found[:_SAID])
    went = ("answered", "raised") if last.wants == "value" else ("refused", "let through")
    count = "Only the call" if len(bad) == 1 else f"Only the {len(bad)} calls"
    others = f"{len(good)} others were {went[0]}"
    verb = went[1] if last.wants == "value" else f"{'was' if len(bad) == 1 else 'were'} {went[1]}"
    return f"{count} in which {which} {verb}; {others}."


def properties(args: Sequence[Any]) -> list[str]:
    """What can be said of the arguments of a call, the most telling first."""
    found = [words for number, value in enumerate(args, 1) for words in _of(value, number)]
    return list(dict.fromkeys([*found, *_of_pairs(args)]))


def _of(value: Any, number: int) -> Iterator[str]:
    name = f"argument {number}"
    if value is None:
        yield f"{name} is None"
    elif isinstance(value, bool):
        yield f"{name} is {value}"
    elif isinstance(value, int | float):
        yield from _of_number(value, name)
    elif isinstance(value, str):
        yield f"{name} is {value[:40]!r}" if value else f"{name} is empty"
    elif (tensor := as_tensor(value)) is not None:
        yield from _of_tensor(tensor, name)
    elif isinstance(value, list | tuple | dict):
        yield f"{name} is empty" if not value else f"{name} has {len(value)} items"
        if isinstance(value, list | tuple):
            for part in value:
                yield from _of_item(part, name)


def _of_number(value: float, name: str) -> Iterator[str]:
    if math.isnan(value):
        yield f"{name} is NaN"
    elif value in (0, 1, -1) or math.isinf(value):
        yield f"{name} is {value}"
    if value < 0:
        yield f"{name} is negative"
    if isinstance(value, float) and math.isfinite(value) and value != int(value):
        yield f"{name} is no whole number"


def _of_tensor(tensor: torch.Tensor, name: str) -> Iterator[str]:
    if tensor.numel() == 0:
        yield f"{name} is empty"
    if tensor.ndim > 0 and tensor.shape[0] == 1:
        yield f"{name} has one row" if tensor.ndim > 1 else f"{name} has one element"
    if tensor.ndim > 1 and tensor.shape[-1] == 1:
        yield f"{name} has a last dimension of size 1"
    yield f"{name} has {tensor.ndim} dimension{'' if tensor.ndim == 1 else 's'}"
    yield f"{name} is {str(tensor.dtype)[6:]}"
    if not tensor.is_contiguous():
        yield f"{name} is not contiguous"
    if tensor.device.type == "meta" or tensor.numel() == 0 or tensor.is_complex():
        return
    if tensor.is_floating_point():
        if bool(torch.isnan(tensor).any()):
            yield f"{name} holds NaN"
        if bool(torch.isinf(tensor).any()):
            yield f"{name} holds inf"
    if tensor.dtype != torch.bool and bool((tensor < 0).any()):
        yield f"{name} holds negative numbers"
    if not bool(tensor.any()):
        yield f"{name} holds only zeros"


def _of_item(part: Any, name: str) -> Iterator[str]:
    if part is None:
        yield f"{name} holds None"
    elif isinstance(part, list | tuple | dict | str) and not part:
        yield f"{name} holds an empty item"
    elif isinstance(part, torch.Tensor):
        if part.numel() == 0:
            yield f"{name} holds an empty tensor"
        yield f"{name} holds a tensor of {part.ndim} dimensions"
        yield f"{name} holds {str(part.dtype)[6:]}"


def _of_pairs(args: Sequence[Any]) -> Iterator[str]:
    for i, one in enumerate(args):
        for j, other in enumerate(args[i + 1 :], i + 1):
            for words in _of_pair(one, other):
                yield words.format(f"argument {i + 1}", f"argument {j + 1}")


def _of_pair(one: Any, other: Any) -> Iterator[str]:
    if isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor):
        if one.shape != other.shape:
            yield "the shapes of {} and {} differ"
            if one.numel() == other.numel():
                yield "{} has as many elements as {}, in another shape"
        if one.dtype != other.dtype:
            yield "the dtypes of {} and {} differ"
        if one.ndim and other.ndim and one.shape[0] != other.shape[0]:
            more = one.shape[0] > other.shape[0]
            yield "{} is longer than {}" if more else "{} is shorter than {}"
    elif isinstance(one, list | tuple) and isinstance(other, list | tuple):
        if len(one) != len(other):
            yield "{} is longer than {}" if len(one) > len(other) else "{} is shorter than {}"
    elif _is_number(one) and _is_number(other):
        yield (
            "{} equals {}"
            if one == other
            else "{} is below {}"
            if one < other
            else "{} is above {}"
        )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
