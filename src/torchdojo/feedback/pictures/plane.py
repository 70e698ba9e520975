"""A plane that is cut into regions of two classes, and points in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from torchdojo.feedback.pictures.drawing import LINE, Drawing, text, titled, wrapped

_SIDE = 240
_SHADES = (".", "#")
_DIGITS = ("0", "1")


@dataclass(frozen=True)
class Point:
    """A point of a class, 0 or 1, its place as shares of the plane's sides."""

    x: float
    y: float
    label: int


@dataclass(frozen=True)
class Plane:
    """Rows of classes, 0 or 1, the uppermost first, and points on them."""

    title: str
    rows: Sequence[Sequence[int]]
    points: Sequence[Point]

    def lines(self, width: int, *, colour: bool = False) -> list[str]:
        """Dots for the class 0, hash signs for 1; a point is its number in brackets.

        A point without room beside the others is left out.
        """
        grid = [[_SHADES[label] for label in row] for row in self.rows]
        for point in self.points:
            row = round((1 - point.y) * (len(grid) - 1))
            column = round(point.x * (len(grid[0]) - 1))
            first = min(max(0, column - 1), max(0, len(grid[0]) - 3))
            if not {"[", "]"} & set(grid[row][max(0, first - 1) : first + 4]):
                grid[row][first : first + 3] = f"[{_DIGITS[point.label]}]"
        return [
            *wrapped(self.title, width),
            *("".join(row)[:width] for row in grid),
            *wrapped(_LEGEND, width),
        ]

    def drawing(self) -> Drawing:
        """Class 1 is hatched; points carry their class as a digit."""
        high, wide = _SIDE / len(self.rows), _SIDE / len(self.rows[0])
        parts = [_HATCH, f'<rect width="{_SIDE}" height="{_SIDE}" fill="#fff4dd" stroke="#999"/>']
        for y, row in enumerate(self.rows):
            for first, end in _runs(row):
                parts.append(
                    f'<rect x="{first * wide:.2f}" y="{y * high:.2f}" fill="url(#hatch)" '
                    f'width="{(end - first) * wide:.2f}" height="{high + 0.3:.2f}"/>'
                )
        for point in self.points:
            left, top = point.x * _SIDE, (1 - point.y) * _SIDE
            parts.append(
                f'<circle cx="{left:.1f}" cy="{top:.1f}" r="10" fill="#fff" stroke="#111"/>'
                + text(left, top + 4, _DIGITS[point.label], "middle")
            )
        parts.append(text(0, _SIDE + LINE, "hatched: the net says 1; plain: 0; digits: the truth"))
        return titled(self.title, "".join(parts), _SIDE, _SIDE + LINE + 6)


_LEGEND = "#: the net says 1   .: the net says 0   [0] [1]: the truth"
_HATCH = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="#cfe3f3"/>'
    '<rect width="2" height="6" fill="#1b6ca8"/></pattern></defs>'
)


def _runs(row: Sequence[int]) -> list[tuple[int, int]]:
    """Where the class 1 begins and ends in a row."""
    edges = [i for i in range(len(row) + 1) if _at(row, i - 1) != _at(row, i)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _at(row: Sequence[int], place: int) -> int:
    return row[place] if 0 <= place < len(row) else 0
