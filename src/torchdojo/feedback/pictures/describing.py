"""From a question and two answers to a picture, where they are small enough to be looked at."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import torch

from torchdojo.feedback.evidence import Answered, as_tensor, differing
from torchdojo.feedback.pictures.panels import MOST_CELLS, MOST_GRIDS, Curve, Grid, Picture

_DEEPEST = 3
_FEWEST = 4
"""So many numbers in a list make a curve."""
_LONGEST = 400
_DIGITS = 3
Titled = tuple[str, torch.Tensor]


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
    return _drawn(panels)


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


def _tagged(role: str, tensors: Sequence[Titled]) -> list[tuple[str, str, torch.Tensor]]:
    return [(role, name, tensor) for name, tensor in tensors]


def _fits(tensor: torch.Tensor) -> bool:
    small = tensor.numel() <= MOST_CELLS and tensor.ndim <= _DEEPEST
    return small and tensor.device.type != "meta" and not tensor.is_complex()


def _drawn(panels: list[tuple[str, str, torch.Tensor]]) -> Picture | None:
    given, wanted_ones = (
        [tensor for role, _, tensor in panels if role == which] for which in ("given", "expected")
    )
    origins = _origins(given, wanted_ones)
    right = iter(wanted_ones)
    largest = max((_largest(tensor) for _, _, tensor in panels), default=0.0) or 1.0
    grids: list[Grid] = []
    for role, name, tensor in panels:
        wanted = next(right, None) if role == "yours" else None
        grids += _grids(role, name, tensor, wanted, origins, largest)
    return Picture(tuple(grids)) if len(grids) <= MOST_GRIDS else None


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
    role: str,
    name: str,
    tensor: torch.Tensor,
    wanted: torch.Tensor | None,
    origins: dict[float, int],
    largest: float,
) -> Iterator[Grid]:
    title = f"{name} {_kind(tensor)}".strip()
    if tensor.ndim == _DEEPEST:
        same = wanted is not None and wanted.shape == tensor.shape
        for i, part in enumerate(tensor):
            inner = wanted[i] if wanted is not None and same else None
            label = f"{name}[{i}] of {_kind(tensor)}"
            yield _grid(role, label, part, inner, origins, largest)
    else:
        yield _grid(role, title, tensor, wanted, origins, largest)


def _grid(
    role: str,
    title: str,
    tensor: torch.Tensor,
    wanted: torch.Tensor | None,
    origins: dict[float, int],
    largest: float,
) -> Grid:
    values = _rows(tensor)
    known = bool(origins) and all(value in origins for row in values for value in row)
    return Grid(
        role,
        title,
        tuple(tuple(_written(value, tensor) for value in row) for row in values),
        tuple(tuple(origins[value] for value in row) for row in values) if known else (),
        tuple(tuple(_shade(value, largest) for value in row) for row in values),
        _wrong(tensor, wanted) if wanted is not None else (),
    )


def _rows(tensor: torch.Tensor) -> list[list[float]]:
    if tensor.numel() == 0:
        return []
    wide = tensor.double()
    rows: list[list[float]] = (wide if wide.ndim == 2 else wide.reshape(1, -1)).tolist()
    return rows


def _wrong(tensor: torch.Tensor, wanted: torch.Tensor) -> tuple[tuple[bool, ...], ...]:
    """Where the numbers differ; nowhere if the shapes do, since no cell has its counterpart."""
    if tensor.shape != wanted.shape:
        return ()
    close = torch.isclose(tensor.double(), wanted.double(), rtol=1e-4, atol=1e-6, equal_nan=True)
    return tuple(tuple(not cell for cell in row) for row in _rows(close))


def _kind(tensor: torch.Tensor) -> str:
    return f"{str(tensor.dtype)[6:]} {tuple(tensor.shape)}"


def _written(value: float, tensor: torch.Tensor) -> str:
    if tensor.dtype == torch.bool:
        return str(bool(value))
    return f"{value:.{_DIGITS}g}" if tensor.is_floating_point() else f"{value:.0f}"


def _shade(value: float, largest: float) -> float:
    return round(max(-1.0, min(1.0, value / largest)), 3) if math.isfinite(value) else 0.0
