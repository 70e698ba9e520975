"""What is drawn, as plain data: a report carries it, and each front draws it in its own way."""

from dataclasses import asdict, dataclass
from typing import Any

MOST_CELLS = 64
MOST_GRIDS = 12


@dataclass(frozen=True)
class Grid:
    """A tensor of at most two dimensions, or one slice of a larger one."""

    role: str
    """``given``, ``yours`` or ``expected``."""
    title: str
    rows: tuple[tuple[str, ...], ...]
    """The numbers as they are written; empty for what has no elements."""
    origins: tuple[tuple[int, ...], ...] = ()
    """For each cell the row of what was given that its number comes from; empty if that is not
    certain."""
    shades: tuple[tuple[float, ...], ...] = ()
    """For each cell its number as a part of the largest of the picture, from -1 to 1."""
    wrong: tuple[tuple[bool, ...], ...] = ()
    """Of what came back: the cells that are not as expected."""


@dataclass(frozen=True)
class Curve:
    """Numbers one after the other, such as losses."""

    role: str
    title: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Picture:
    """Everything that is drawn of one question."""

    grids: tuple[Grid, ...] = ()
    curves: tuple[Curve, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """As it stands in a report."""
        return asdict(self)


def picture_from(data: dict[str, Any]) -> Picture:
    """The picture in a report; raises `ValueError` if it is none."""
    try:
        grids = tuple(
            Grid(**{key: _frozen(value) for key, value in grid.items()}) for grid in data["grids"]
        )
        curves = tuple(
            Curve(curve["role"], curve["title"], tuple(map(float, curve["values"])))
            for curve in data["curves"]
        )
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"no picture: {error}") from error
    return Picture(grids, curves)


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value
