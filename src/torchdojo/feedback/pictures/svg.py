"""A picture as SVG, for notebooks and pages: light cells with dark numbers on any background."""

from collections.abc import Sequence
from html import escape

from torchdojo.feedback.pictures.drawing import STROKES
from torchdojo.feedback.pictures.panels import Curve, Grid, Picture

_CELL, _LETTER, _GAP, _HEAD = 26, 7.4, 22, 22
_WIDEST = 760
_TINTS = ("#a6cee3", "#fdbf6f", "#b2df8a", "#f4b6d2", "#fff2ae", "#cab2d6", "#d9c3a5", "#c7e9c0")
"""One for each row of what was given; rows can be told apart in black and white by numbers."""
_WARM, _COLD = (230, 159, 0), (86, 180, 233)
_STROKES = {"yours": ("#b3261e", "6 3"), "expected": ("#1b6ca8", "")}
"""For curves of other roles, in their order; they differ by dashes as well."""
_PLOT = (420, 120)


def as_svg(picture: Picture) -> str:
    """The picture as one ``svg`` element; a wrong cell has a thick, dashed border and a star."""
    drawn = [(grid.role, *_grid(grid)) for grid in picture.grids]
    one_row = sum(width + _GAP for _, _, width, _ in drawn) - _GAP <= _WIDEST
    parts, x, y, lowest, widest, before = [], 0.0, 0.0, 0.0, 0.0, ""
    for role, made, width, height in drawn:
        if x and not one_row and (role != before or x + width > _WIDEST):
            x, y = 0.0, lowest + _GAP / 2
        parts.append(f'<g transform="translate({x:.0f} {y:.0f})">{made}</g>')
        x += width + _GAP
        lowest, widest, before = max(lowest, y + height), max(widest, x - _GAP), role
    if picture.curves:
        parts.append(f'<g transform="translate(0 {lowest:.0f})">{_curves(picture.curves)}</g>')
        lowest, widest = lowest + _PLOT[1] + 2 * _HEAD, max(widest, _PLOT[0])
    shown: list[Grid | Curve] = [*picture.grids, *picture.curves]
    label = escape("; ".join(f"{one.role}: {one.title}" for one in shown), quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}" '
        f'width="{widest + 4:.0f}" height="{lowest + 6:.0f}" font-size="12" '
        f'font-family="ui-monospace,Menlo,Consolas,monospace">{"".join(parts)}</svg>'
    )


def _grid(grid: Grid) -> tuple[str, float, float]:
    letters = max((len(cell) for row in grid.rows for cell in row), default=1) + 1
    wide = max(_CELL, letters * _LETTER + 8)
    head = f"{grid.role}: {grid.title}" + ("" if grid.rows else " (no elements)")
    parts = [f'<text x="1" y="14" fill="currentColor">{escape(head)}</text>']
    for y, row in enumerate(grid.rows):
        for x, text in enumerate(row):
            wrong = bool(grid.wrong) and grid.wrong[y][x]
            parts.append(
                _cell(x * wide + 2, _HEAD + y * _CELL, wide, text, _fill(grid, y, x), wrong=wrong)
            )
    width = max([len(head) * _LETTER, *(len(row) * wide for row in grid.rows)])
    return "".join(parts), width + 4, _HEAD + len(grid.rows) * _CELL + 2


def _cell(x: float, y: float, wide: float, text: str, fill: str, *, wrong: bool) -> str:
    border = 'stroke="#b3261e" stroke-width="2.4" stroke-dasharray="5 2"'
    border = border if wrong else 'stroke="#555" stroke-width="0.6"'
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide - 2:.1f}" height="{_CELL - 2}" rx="3" '
        f'fill="{fill}" {border}/>'
        f'<text x="{x + (wide - 2) / 2:.1f}" y="{y + 16:.1f}" text-anchor="middle" '
        f'fill="#111">{escape(text)}{"*" if wrong else ""}</text>'
    )


def _fill(grid: Grid, y: int, x: int) -> str:
    if grid.origins:
        return _TINTS[grid.origins[y][x] % len(_TINTS)]
    shade = grid.shades[y][x] if grid.shades else 0.0
    colour = _WARM if shade > 0 else _COLD
    part = 0.75 * abs(shade)
    return "#" + "".join(f"{round(255 - (255 - c) * part):02x}" for c in colour)


def _curves(curves: Sequence[Curve]) -> str:
    every = [value for curve in curves for value in curve.values]
    low, high = min(every), max(every)
    longest = max(len(curve.values) for curve in curves)
    width, height = _PLOT
    parts = []
    for number, curve in enumerate(curves):
        more = STROKES[number % len(STROKES)]
        colour, dashes = _STROKES.get(curve.role, more)
        points = " ".join(
            f"{i * (width - 8) / max(1, longest - 1) + 4:.1f},"
            f"{_HEAD * 2 + height - (v / 2 - low / 2) / ((high / 2 - low / 2) or 1.0) * height:.1f}"
            for i, v in enumerate(curve.values)
        )
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" '
            f'stroke-dasharray="{dashes}"/>'
            f"{_legend(number, curve, colour, dashes)}"
        )
    return "".join(parts)


def _legend(number: int, curve: Curve, colour: str, dashes: str) -> str:
    """A curve's stroke, its role, and where it begins and ends; two in a line."""
    x, y = 4 + number % 2 * _PLOT[0] / 2, 14 + number // 2 * 18
    return (
        f'<path d="M{x:.0f} {y - 4}h24" stroke="{colour}" stroke-width="2" '
        f'stroke-dasharray="{dashes}"/><text x="{x + 30:.0f}" y="{y}" fill="currentColor">'
        f"{escape(curve.role)}: {curve.values[0]:.4g} to {curve.values[-1]:.4g}</text>"
    )
