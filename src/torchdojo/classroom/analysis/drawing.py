"""Pictures of figures as inline SVG: readable in light and dark, and without seeing colours."""

from collections.abc import Sequence
from html import escape

from torchdojo.classroom.analysis.figures import CheckFigures, ExerciseFigures

_WIDTH, _HEIGHT = 720, 330
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 14, 46
STATES = ("done", "begun", "untouched", "missing", "open")
WORDS = {
    "done": "done",
    "begun": "in progress",
    "untouched": "not started",
    "missing": "not handed in",
    "open": "open",
}


def stacked(one: ExerciseFigures) -> str:
    """A bar of the students by how far they are; the numbers beside it say the same."""
    counts = [(state, int(getattr(one, state))) for state in STATES]
    whole = sum(count for _, count in counts) or 1
    place, parts = 0.0, []
    for state, count in counts:
        width = 200 * count / whole
        title = f"<title>{WORDS[state]}: {count}</title>"
        shape = f"x='{place:.1f}' width='{max(width - 1, 0):.1f}' height='14'"
        parts.append(f"<rect class='{state}' {shape}>{title}</rect>" if count else "")
        place += width
    return f"<svg class='bar' viewBox='0 0 200 14' aria-hidden='true'>{''.join(parts)}</svg>"


def bar(share: float) -> str:
    """A share from 0 to 1 as a bar."""
    width = 90 * min(max(share, 0.0), 1.0)
    return (
        "<svg class='share' viewBox='0 0 90 10' aria-hidden='true'>"
        f"<rect class='rail' width='90' height='10'/><rect class='fill' width='{width:.1f}' "
        "height='10'/></svg>"
    )


def scatter(checks: Sequence[tuple[int, CheckFigures]]) -> str:
    """Each check by the share that was lost and by its discrimination, with its number."""
    known = [(n, c, c.discrimination) for n, c in checks if c.discrimination is not None]
    if not known:
        return ""
    dots = "".join(_dot(n, c, r) for n, c, r in known)
    return (
        f"<svg class='plot' viewBox='0 0 {_WIDTH} {_HEIGHT}' role='img' "
        "aria-label='Checks by points lost and discrimination; the table has the numbers'>"
        f"{_axes()}{dots}</svg>"
    )


def _x(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(r: float) -> float:
    return _TOP + (1 - r) / 2 * (_HEIGHT - _TOP - _BOTTOM)


def _axes() -> str:
    lines = []
    for tick in (0, 0.25, 0.5, 0.75, 1):
        x = _x(tick)
        lines.append(f"<line class='grid' x1='{x}' x2='{x}' y1='{_y(1)}' y2='{_y(-1)}'/>")
        lines.append(f"<text x='{x}' y='{_y(-1) + 18}' text-anchor='middle'>{tick:.0%}</text>")
    for r in (-1, -0.5, 0, 0.5, 1):
        y, kind = _y(r), "zero" if r == 0 else "grid"
        lines.append(f"<line class='{kind}' x1='{_x(0)}' x2='{_x(1)}' y1='{y}' y2='{y}'/>")
        lines.append(f"<text x='{_x(0) - 8}' y='{y + 4}' text-anchor='end'>{r:g}</text>")
    middle = (_x(0) + _x(1)) / 2
    lines.append(f"<text x='{middle}' y='{_HEIGHT - 6}' text-anchor='middle'>points lost</text>")
    height = (_y(1) + _y(-1)) / 2
    turned = f"transform='rotate(-90 14 {height})'"
    lines.append(f"<text x='14' y='{height}' text-anchor='middle' {turned}>discrimination</text>")
    return "".join(lines)


def _dot(number: int, check: CheckFigures, r: float) -> str:
    x, y = _x(check.lost), _y(r)
    kind = "dot" if check.visible else "dot hidden"
    title = f"{number}: {check.exercise}, {check.check}: {check.lost:.0%} lost, r = {r:.2f}"
    marked = r < -0.1 or check.lost >= 0.6
    label = f"<text x='{x + 8:.1f}' y='{y + 4:.1f}'>{number}</text>" if marked else ""
    circle = f"<circle class='{kind}' cx='{x:.1f}' cy='{y:.1f}' r='5'>"
    return f"<g>{circle}<title>{escape(title)}</title></circle>{label}</g>"
