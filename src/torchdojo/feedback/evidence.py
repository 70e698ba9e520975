"""Answers that differ from the expected ones, taken apart into places that can be compared."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from torchdojo.feedback.compare import difference


@dataclass(frozen=True)
class Answered:
    """One question whose answer differs."""

    about: str
    """What was asked: the function's name, or the probe's."""
    args: tuple[Any, ...]
    got: Any
    expected: Any
    names: tuple[str, ...] = ()
    """What the arguments are called, if not by their numbers."""
    rtol: float | None = None
    """A wider relative tolerance than the dtype's own."""

    def name(self, number: int) -> str:
        """What the argument `number`, counted from 0, is called."""
        return self.names[number] if number < len(self.names) else f"argument {number + 1}"


@dataclass(frozen=True)
class Part:
    """One place in an answer, as tensors; numbers have no dimensions."""

    name: str
    """Where in the answer, without the indices of lists."""
    place: tuple[int, ...]
    """The indices of lists."""
    got: torch.Tensor
    expected: torch.Tensor
    answer: Answered
    others: tuple[torch.Tensor, ...] = ()
    """The expected parts of the same name in this answer, this one among them."""

    @property
    def differs(self) -> bool:
        """Whether the values are not those expected."""
        return not agrees(self.got, self.expected)

    @property
    def comparable(self) -> bool:
        """Whether kind and shape are right, so that the difference lies in the values."""
        alike = self.got.dtype == self.expected.dtype and self.got.shape == self.expected.shape
        return alike and self.got.device.type == self.expected.device.type != "meta"


def agrees(got: torch.Tensor, expected: torch.Tensor) -> bool:
    """Whether a comparison of answers would let it pass; `expected` may be of a wider dtype."""
    if got.shape != expected.shape:
        return False
    narrow = expected.to(got.dtype) if got.is_floating_point() else expected
    return difference(got, narrow) is None


def differing(answers: Sequence[Answered]) -> list[Part]:
    """The parts that differ, of the name that differs first, in all answers about the same."""
    found = [
        part
        for answer in answers
        if answer.about == answers[0].about
        for part in _with_others(list(_parts(answer.got, answer.expected, "", (), answer)))
        if part.differs
    ]
    return [part for part in found if part.name == found[0].name]


def _with_others(parts: list[Part]) -> Iterator[Part]:
    for part in parts:
        others = tuple(other.expected for other in parts if other.name == part.name)
        yield Part(part.name, part.place, part.got, part.expected, part.answer, others)


def _parts(
    got: Any, expected: Any, name: str, place: tuple[int, ...], answer: Answered
) -> Iterator[Part]:
    if isinstance(expected, list | tuple) and isinstance(got, list | tuple):
        if len(got) == len(expected):
            for i, (mine, right) in enumerate(zip(got, expected, strict=True)):
                yield from _parts(mine, right, name, (*place, i), answer)
    elif isinstance(expected, dict) and isinstance(got, dict):
        if got.keys() == expected.keys():
            for key, right in expected.items():
                yield from _parts(got[key], right, f"{name}.{key}".strip("."), place, answer)
    else:
        mine_as, right_as = as_tensor(got), as_tensor(expected)
        if mine_as is not None and right_as is not None:
            yield Part(name, place, mine_as, right_as, answer)


def as_tensor(value: Any) -> torch.Tensor | None:
    """A tensor, array or number as a tensor; None if it is anything else, or true or false."""
    if isinstance(value, np.ndarray):
        return torch.from_numpy(value)
    if isinstance(value, torch.Tensor):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int) and value.bit_length() > 62:
        return None
    return torch.tensor(value, dtype=torch.float64 if isinstance(value, float) else torch.int64)


@dataclass(frozen=True)
class Size:
    """A number that a question's arguments hold: a size, a count."""

    words: str
    value: int


def sizes(answer: Answered) -> Iterator[Size]:
    """The sizes of tensors, lengths of lists and whole numbers among arguments."""
    for number, value in enumerate(answer.args):
        of = answer.name(number)
        tensor = None if isinstance(value, int | float) else as_tensor(value)
        if tensor is not None:
            yield from _sizes_of(tensor, of)
        elif isinstance(value, list | tuple):
            yield Size(f"the length of {of}", len(value))
        elif isinstance(value, int) and not isinstance(value, bool):
            yield Size(of, value)


def _sizes_of(tensor: torch.Tensor, of: str) -> Iterator[Size]:
    words = {0: "rows", 1: "columns"} if tensor.ndim == 2 else {}
    for dim, size in enumerate(tensor.shape):
        if tensor.ndim == 1:
            yield Size(f"the number of elements of {of}", size)
        elif dim in words:
            yield Size(f"the number of {words[dim]} of {of}", size)
        else:
            yield Size(f"the size of dimension {dim} of {of}", size)
    if tensor.ndim > 1:
        yield Size(f"the number of elements of {of}", math.prod(tensor.shape))
