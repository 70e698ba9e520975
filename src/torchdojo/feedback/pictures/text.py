"""A picture as text: grids beside each other where the terminal is wide enough."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from torchdojo.feedback.pictures.panels import Curve, Grid, Picture

_GAP = 3
_BARS = "▁▂▃▄▅▆▇█"
_TINTS = (75, 214, 114, 219, 229, 117, 180, 151)
_MARK = "*"


def as_text(picture: Picture, width: int = 80, *, colour: bool = False) -> str:
    """The picture in lines of at most `width` characters, if its widest grid allows that.

    A cell that is wrong is marked by a star; colours only repeat what numbers and marks say.
    """
    lines: list[str] = []
    for row in _in_rows([_block(grid, colour=colour) for grid in picture.grids], width):
        lines += [*_beside(row), ""]
    for curve in picture.curves:
        lines += [*_curve(curve, picture.curves, width), ""]
    return "\n".join(line.rstrip() for line in lines).rstrip("\n")


@dataclass(frozen=True)
class _Block:
    role: str
    lines: list[str]
    width: int
    """Of each line: colour takes none."""


def _block(grid: Grid, *, colour: bool) -> _Block:
    wide = max((len(cell) for row in grid.rows for cell in row), default=0) + 1
    head = f"{grid.role}: {grid.title}"
    width = max(len(head), *(wide * len(row) + len(row) for row in grid.rows), 0)
    lines = [head.ljust(width)]
    for y, row in enumerate(grid.rows):
        cells = [
            _cell(text, wide, _tint(grid, y, x) if colour else None, wrong=_is_wrong(grid, y, x))
            for x, text in enumerate(row)
        ]
        lines.append("".join(cells) + " " * (width - (wide + 1) * len(row)))
    empty = [] if grid.rows else ["(no elements)".ljust(width)]
    return _Block(grid.role, [*lines, *empty], width)


def _cell(text: str, width: int, tint: int | None, *, wrong: bool) -> str:
    body = text.rjust(width) + (_MARK if wrong else " ")
    if tint is None:
        return body
    return f"\x1b[30;48;5;{tint}m{body}\x1b[0m"


def _tint(grid: Grid, y: int, x: int) -> int | None:
    return _TINTS[grid.origins[y][x] % len(_TINTS)] if grid.origins else None


def _is_wrong(grid: Grid, y: int, x: int) -> bool:
    return bool(grid.wrong) and grid.wrong[y][x]


def _in_rows(blocks: Sequence[_Block], width: int) -> Iterator[list[_Block]]:
    """All in one row if they fit, else what was given, yours and what was expected by itself."""
    if _wide(blocks) <= width:
        yield [*blocks] if blocks else []
        return
    for _, group in groupby(blocks, lambda block: block.role):
        row: list[_Block] = []
        for block in group:
            if row and _wide([*row, block]) > width:
                yield row
                row = []
            row.append(block)
        yield row


def _wide(blocks: Sequence[_Block]) -> int:
    return sum(block.width + _GAP for block in blocks) - _GAP


def _beside(row: Sequence[_Block]) -> Iterator[str]:
    for y in range(max((len(block.lines) for block in row), default=0)):
        yield (" " * _GAP).join(
            block.lines[y] if y < len(block.lines) else " " * block.width for block in row
        )


def _curve(curve: Curve, curves: Sequence[Curve], width: int) -> list[str]:
    every = [value for one in curves for value in one.values]
    low, high = min(every), max(every)
    step = max(1, -(-len(curve.values) // max(10, width - 2)))
    bars = "".join(
        _BARS[round((value / 2 - low / 2) / ((high / 2 - low / 2) or 1.0) * (len(_BARS) - 1))]
        for value in curve.values[::step]
    )
    first, last = curve.values[0], curve.values[-1]
    return [f"{curve.role}: from {first:.4g} to {last:.4g} in {len(curve.values)} values", bars]
