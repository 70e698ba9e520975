"""A picture as text: grids beside each other where the terminal is wide enough."""

from collections.abc import Iterator, Sequence

from torchdojo.feedback.pictures.panels import Curve, Grid, Picture

_GAP = 3
_BARS = "▁▂▃▄▅▆▇█"
_TINTS = (75, 214, 114, 219, 229, 117, 180, 151)
_ROLES = ("given", "yours", "expected")
_MARK = "*"


def as_text(picture: Picture, width: int = 80, *, colour: bool = False) -> str:
    """The picture in lines of at most `width` characters, if its widest grid allows that.

    A cell that is wrong is marked by a star; colours only repeat what numbers and marks say.
    """
    lines: list[str] = []
    blocks = [_block(grid, colour=colour) for grid in picture.grids]
    for row in _in_rows(blocks, width):
        lines += [*_beside(row), ""]
    for curve in picture.curves:
        lines += [*_curve(curve, picture.curves, width), ""]
    return "\n".join(line.rstrip() for line in lines).rstrip("\n")


Block = tuple[list[str], int]
"""Lines of the same width, and that width: colour takes none."""


def _block(grid: Grid, *, colour: bool) -> Block:
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
    return (lines if grid.rows else [*lines, "(no elements)".ljust(width)]), width


def _cell(text: str, width: int, tint: int | None, *, wrong: bool) -> str:
    body = text.rjust(width) + (_MARK if wrong else " ")
    if tint is None:
        return body
    return f"\x1b[30;48;5;{tint}m{body}\x1b[0m"


def _tint(grid: Grid, y: int, x: int) -> int | None:
    return _TINTS[grid.origins[y][x] % len(_TINTS)] if grid.origins else None


def _is_wrong(grid: Grid, y: int, x: int) -> bool:
    return bool(grid.wrong) and grid.wrong[y][x]


def _in_rows(blocks: Sequence[Block], width: int) -> Iterator[list[Block]]:
    row: list[Block] = []
    for block in blocks:
        if row and sum(wide + _GAP for _, wide in row) + block[1] > width:
            yield row
            row = []
        row.append(block)
    if row:
        yield row


def _beside(row: Sequence[Block]) -> Iterator[str]:
    for y in range(max(len(lines) for lines, _ in row)):
        yield (" " * _GAP).join(lines[y] if y < len(lines) else " " * w for lines, w in row)


def _curve(curve: Curve, curves: Sequence[Curve], width: int) -> list[str]:
    every = [value for one in curves for value in one.values]
    low, high = min(every), max(every)
    step = max(1, -(-len(curve.values) // max(10, width - 2)))
    bars = "".join(
        _BARS[round((value - low) / ((high - low) or 1.0) * (len(_BARS) - 1))]
        for value in curve.values[::step]
    )
    first, last = curve.values[0], curve.values[-1]
    return [f"{curve.role}: from {first:.4g} to {last:.4g} in {len(curve.values)} values", bars]
