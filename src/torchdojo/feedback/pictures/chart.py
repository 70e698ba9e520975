"""Curves over a common axis, each with a letter and a kind of dashes of its own."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from torchdojo.feedback.pictures.drawing import LINE, STROKES, WIDE, Drawing, text, titled, wrapped

_LETTERS = "abcdefgh"
_HIGH, _ROWS, _MARGIN = 220, 12, 10
_LEFT = 70


@dataclass(frozen=True)
class Line:
    """A curve, or with `dots` its points alone."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    dots: bool = False

    def points(self) -> list[tuple[float, float]]:
        """The points that can be drawn."""
        pairs = zip(self.x, self.y, strict=True)
        return [(a, b) for a, b in pairs if math.isfinite(a) and math.isfinite(b)]


@dataclass(frozen=True)
class Chart:
    """Some curves; there must be at least one point in them."""

    title: str
    curves: Sequence[Line]
    across: str = ""
    """What the horizontal axis says."""

    def lines(self, width: int, *, colour: bool = False) -> list[str]:
        """A grid of characters: each curve is drawn with its letter, ``*`` where lines meet.

        Dots lie above what was drawn before.
        """
        columns = width - _MARGIN - 1
        low, high, left, right = self._range()
        grid = [[" "] * columns for _ in range(_ROWS)]
        for letter, curve in zip(_LETTERS, self.curves, strict=False):
            for x, y in curve.points():
                column = round((x - left) / (right - left) * (columns - 1))
                row = round((high - y) / (high - low) * (_ROWS - 1))
                there = grid[row][column]
                alone = curve.dots or there in (" ", letter)
                grid[row][column] = letter if alone else "*"
        names = [f"{high:.3g}", *[""] * (_ROWS - 2), f"{low:.3g}"]
        body = [
            f"{name:>{_MARGIN - 1}} |{''.join(row)}".rstrip()
            for name, row in zip(names, grid, strict=True)
        ]
        ends = f"{left:.3g}", f"{right:.3g}"
        space = columns - len(ends[0]) - len(ends[1])
        axis = " " * (_MARGIN + 1) + ends[0] + self.across[: space - 2].center(space) + ends[1]
        return [*wrapped(self.title, width), *body, axis, *self._legend(width)]

    def drawing(self) -> Drawing:
        """Lines with dashes, and the letter of each at its end."""
        low, high, left, right = self._range()
        wide = WIDE - _LEFT - 30
        parts = [
            f'<rect x="{_LEFT}" y="0" width="{wide}" height="{_HIGH}" fill="none" stroke="#999"/>',
            text(_LEFT - 6, 10, f"{high:.3g}", "end"),
            text(_LEFT - 6, _HIGH, f"{low:.3g}", "end"),
            text(_LEFT, _HIGH + 15, f"{left:.3g}"),
            text(_LEFT + wide / 2, _HIGH + 15, self.across, "middle"),
            text(_LEFT + wide, _HIGH + 15, f"{right:.3g}", "end"),
        ]
        for number, curve in enumerate(self.curves):
            places = [
                (_LEFT + (x - left) / (right - left) * wide, (high - y) / (high - low) * _HIGH)
                for x, y in curve.points()
            ]
            parts.append(_drawn(curve, places, number))
        legend = self._legend(90)
        parts += [text(0, _HIGH + 34 + LINE * n, line) for n, line in enumerate(legend)]
        return titled(self.title, "".join(parts), WIDE, _HIGH + 26 + LINE * len(legend))

    def _legend(self, width: int) -> list[str]:
        named = [
            f"{letter}: {curve.name}" for letter, curve in zip(_LETTERS, self.curves, strict=False)
        ]
        whole = "   ".join(named)
        if len(whole) <= width:
            return [whole]
        return [line for one in named for line in wrapped(one, width)]

    def _range(self) -> tuple[float, float, float, float]:
        """Lowest, highest, leftmost and rightmost, never two of them the same."""
        points = [point for curve in self.curves for point in curve.points()] or [(0.0, 0.0)]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        low, high, left, right = min(ys), max(ys), min(xs), max(xs)
        return low, high if high > low else low + 1, left, right if right > left else left + 1


def _drawn(curve: Line, places: Sequence[tuple[float, float]], number: int) -> str:
    stroke, dashes = STROKES[number % len(STROKES)]
    if not places:
        return ""
    letter = text(places[-1][0] + 6, places[-1][1] + 4, _LETTERS[number % len(_LETTERS)])
    if curve.dots:
        dots = (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{stroke}"/>' for x, y in places)
        return "".join(dots) + letter
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    style = f'fill="none" stroke="{stroke}" stroke-width="2" stroke-dasharray="{dashes}"'
    return f'<polyline points="{path}" {style}/>{letter}'
