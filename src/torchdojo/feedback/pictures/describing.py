"""From a question and two answers to a picture, where they are small enough to be looked at."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from torchdojo.feedback.compare import wrong_elements
from torchdojo.feedback.evidence import Answered, as_tensor, differing
from torchdojo.feedback.pictures.panels import MOST_CELLS, MOST_GRIDS, Curve, Grid, Picture

_DEEPEST = 3
_FEWEST = 4
"""So many numbers in a list make a curve."""
_LONGEST = 400
_DIGITS = 3
Titled = tuple[str, torch.Tensor]
Panel = tuple[str, str, torch.Tensor]
"""Role, name and tensor."""


def picture_of(answered: Answered) -> Picture | None:
    """A picture of an answer that differs; None where a picture would show nothing."""
    curves = _curves(answered)
    if curves:
        return Picture(curves=curves)
    yours, expected = _results(answered)
    if not yours or not expected or all(t.ndim == 0 for _, t in (*yours, *expected)):
        return None
    given = [(answered.name(i).strip("`"), t) for i, t in _arguments(answered)]
    panels = [*_tagged("given", given), *_tagged("yours", yours), *_tagged("expected", expected)]
    if not all(_fits(tensor) for _, _, tensor in panels):
        panels = [panel for panel in panels if panel[0] != "given"]
        if not all(_fits(tensor) for _, _, tensor in panels):
            return None
    return _drawn(panels, answered.rtol)


def _curves(answered: Answered) -> tuple[Curve, ...]:
    got, expected = _numbers(answered.got), _numbers(answered.expected)
    if got is None or expected is None:
        return ()
    return Curve("yours", "yours", got), Curve("expected", "expected", expected)


def _numbers(value: Any) -> tuple[float, ...] | None:
    if not isinstance(value, list | tuple) or not _FEWEST <= len(value) <= _LONGEST:
        return None
    if not all(type(one) is float and math.isfinite(one) for one in value):
        return None
    return tuple(value)


def _arguments(answered: Answered) -> Iterator[tuple[int, torch.Tensor]]:
    for number, value in enumerate(answered.args):
        if isinstance(value, torch.Tensor) and value.numel() > 1:
            yield number, value


def _results(answered: Answered) -> tuple[list[Titled], list[Titled]]:
    """What came back and what was expected: all tensors of a list, or the part that differs."""
    whole = [_listed(answered.got), _listed(answered.expected)]
    if all(whole):
        return whole[0], whole[1]
    mine, right = as_tensor(answered.got), as_tensor(answered.expected)
    if mine is not None and right is not None:
        return [("", mine)], [("", right)]
    parts = differing([answered])
    if not parts:
        return [], []
    name = "".join([parts[0].name, *(f"[{i}]" for i in parts[0].place)])
    return [(name, parts[0].got)], [(name, parts[0].expected)]


def _listed(value: Any) -> list[Titled]:
    """The tensors of a list that holds nothing else."""
    if not isinstance(value, list | tuple) or not 0 < len(value) <= MOST_GRIDS // 2:
        return []
    if not all(isinstance(one, torch.Tensor) for one in value):
        return []
    return [(f"[{i}]", one) for i, one in enumerate(value)]


def _tagged(role: str, tensors: Sequence[Titled]) -> list[Panel]:
    return [(role, name, tensor) for name, tensor in tensors]


def _fits(tensor: torch.Tensor) -> bool:
    """A tensor without elements may still have any number of slices, and be a student's."""
    small = tensor.numel() <= MOST_CELLS and tensor.ndim <= _DEEPEST
    few = tensor.ndim < _DEEPEST or tensor.shape[0] <= MOST_GRIDS
    return small and few and tensor.device.type != "meta" and not tensor.is_complex()


def _drawn(panels: list[Panel], rtol: float | None) -> Picture | None:
    given, yours, expected = (
        [tensor for role, _, tensor in panels if role == which]
        for which in ("given", "yours", "expected")
    )
    pairs = [(mine, right) for mine, right in zip(yours, expected, strict=False)]
    marks = [_wrong(mine, right, rtol) for mine, right in pairs]
    alike = all(m.shape == r.shape and m.dtype == r.dtype for m, r in pairs)
    if len(yours) == len(expected) and alike and not any(bool(mark.any()) for mark in marks):
        return None  # what differs is no number: an argument was changed, or the kind is another
    look = _Look(
        _origins(given, expected),
        max((_largest(tensor) for _, _, tensor in panels), default=0.0) or 1.0,
        _digits(pairs, marks),
    )
    of_yours = iter(marks)
    grids: list[Grid] = []
    for role, name, tensor in panels:
        grids += _grids(role, name, tensor, next(of_yours, None) if role == "yours" else None, look)
    return Picture(tuple(grids)) if len(grids) <= MOST_GRIDS else None


@dataclass(frozen=True)
class _Look:
    """What all grids of a picture share."""

    origins: dict[float, int]
    largest: float
    digits: int


def _wrong(mine: torch.Tensor, right: torch.Tensor, rtol: float | None) -> torch.Tensor:
    """Which numbers differ; of another shape or dtype none, for no cell has its counterpart."""
    if mine.shape != right.shape or mine.dtype != right.dtype:
        return torch.zeros(mine.shape, dtype=torch.bool)
    return wrong_elements(mine, right, rtol)


def _digits(
    pairs: Sequence[tuple[torch.Tensor, torch.Tensor]], marks: Sequence[torch.Tensor]
) -> int:
    """So many that no number is marked beside one that reads the same."""
    differing = [
        (float(a), float(b))
        for (mine, right), mark in zip(pairs, marks, strict=True)
        if mine.is_floating_point() and bool(mark.any())
        for a, b in zip(mine[mark].tolist(), right[mark].tolist(), strict=True)
    ]
    return next(
        (n for n in range(_DIGITS, 17) if all(f"{a:.{n}g}" != f"{b:.{n}g}" for a, b in differing)),
        17,
    )


def _largest(tensor: torch.Tensor) -> float:
    values = tensor.double()
    values = values[torch.isfinite(values)].abs()
    return float(values.max()) if values.numel() else 0.0


def _origins(given: Sequence[torch.Tensor], expected: Sequence[torch.Tensor]) -> dict[float, int]:
    """For each number the row that it stands in, where the answer only moves them.

    They must all be different, or it is not certain where one comes from.
    """
    if len(given) != 1 or given[0].ndim < 1:
        return {}
    rows = given[0].double().flatten(1) if given[0].ndim > 1 else given[0].double()[:, None]
    found = {value: row for row, values in enumerate(rows.tolist()) for value in values}
    moved = all(value in found for one in expected for value in one.double().flatten().tolist())
    return found if moved and len(found) == given[0].numel() > 1 else {}


def _grids(
    role: str, name: str, tensor: torch.Tensor, wrong: torch.Tensor | None, look: _Look
) -> Iterator[Grid]:
    if tensor.ndim == _DEEPEST:
        for i, part in enumerate(tensor):
            title = f"{name}[{i}] of {_kind(tensor)}"
            yield _grid(role, title, part, None if wrong is None else wrong[i], look)
    else:
        yield _grid(role, f"{name} {_kind(tensor)}".strip(), tensor, wrong, look)


def _grid(
    role: str, title: str, tensor: torch.Tensor, wrong: torch.Tensor | None, look: _Look
) -> Grid:
    values = _rows(tensor)
    known = bool(look.origins) and all(value in look.origins for row in values for value in row)
    return Grid(
        role,
        title,
        tuple(tuple(_written(value, look.digits) for value in row) for row in values),
        tuple(tuple(look.origins[value] for value in row) for row in values) if known else (),
        tuple(tuple(_shade(value, look.largest) for value in row) for row in values),
        tuple(map(tuple, _rows(wrong))) if wrong is not None and bool(wrong.any()) else (),
    )


def _rows(tensor: torch.Tensor) -> list[list[Any]]:
    if tensor.numel() == 0:
        return []
    wide = tensor.double() if tensor.is_floating_point() else tensor
    rows: list[list[Any]] = (wide if wide.ndim == 2 else wide.reshape(1, -1)).tolist()
    return rows


def _kind(tensor: torch.Tensor) -> str:
    return f"{str(tensor.dtype)[6:]} {tuple(tensor.shape)}"


def _written(value: float | bool, digits: int) -> str:
    return f"{value:.{digits}g}" if isinstance(value, float) else str(value)


def _shade(value: float, largest: float) -> float:
    return round(max(-1.0, min(1.0, value / largest)), 3) if math.isfinite(value) else 0.0
