"""A time line of ranks: what each computes, and what is on its way meanwhile.

Each rank has a lane with two rows: the upper one is what the rank itself does, the lower one what
others do for it, such as messages that are sent while it goes on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from torchdojo.feedback.pictures.drawing import LINE, WIDE, Drawing, text, titled, wrapped

_LEFT, _ROW, _SPACE = 64, 16, 8


@dataclass(frozen=True)
class Kind:
    """A kind of span: its character in a terminal, its look in a drawing."""

    name: str
    letter: str
    fill: str
    stroke: str = "#333"
    dashes: str = ""


@dataclass(frozen=True)
class Span:
    """Something that lasted from `start` to `end`, in the units of the time line."""

    kind: str
    """The name of its kind."""
    start: float
    end: float


@dataclass(frozen=True)
class Lane:
    """One rank: its own work, and what went on beside it."""

    name: str
    work: Sequence[Span]
    beside: Sequence[Span]


@dataclass(frozen=True)
class Timeline:
    """Lanes over one clock that starts at 0; there must be one lane at least."""

    title: str
    kinds: Sequence[Kind]
    lanes: Sequence[Lane]
    unit: str = "ms"

    def lines(self, width: int, *, colour: bool = False) -> list[str]:
        """Two rows of letters for each lane; a span is never narrower than its letter."""
        wide = max(len(lane.name) for lane in self.lanes)
        columns = width - wide - 3
        found = wrapped(self.title, width)
        for lane in self.lanes:
            found.append(f"{lane.name:>{wide}} |{self._row(lane.work, columns)}|")
            if any(one.beside for one in self.lanes):
                found.append(f"{'':>{wide}} |{self._row(lane.beside, columns)}|")
        last = self._duration()
        found.append(" " * (wide + 2) + "0" + last.rjust(columns - 1))
        named = "   ".join(f"{kind.letter}: {kind.name}" for kind in self.kinds)
        return [*found, *wrapped(named, width)]

    def drawing(self) -> Drawing:
        """Boxes with their letters; kinds differ by fill, border and letter."""
        scale = (WIDE - _LEFT - 4) / self._last()
        parts, y = [], 0.0
        for lane in self.lanes:
            parts.append(text(0, y + _ROW, lane.name))
            for spans, top in ((lane.work, y), (lane.beside, y + _ROW + 2)):
                parts += [self._box(span, top, scale) for span in spans]
            y += 2 * _ROW + _SPACE
            rule = f'x1="{_LEFT}" x2="{WIDE}" y1="{y - 3:.0f}" y2="{y - 3:.0f}"'
            parts.append(f'<line {rule} stroke="#ccc"/>')
        parts.append(text(_LEFT, y + 12, "0"))
        parts.append(text(WIDE - 4, y + 12, self._duration(), "end"))
        named = "   ".join(f"{kind.letter}: {kind.name}" for kind in self.kinds)
        parts.append(text(0, y + 14 + LINE, named))
        return titled(self.title, "".join(parts), WIDE, y + 16 + LINE)

    def overlap(self, kind: str) -> float:
        """The share of all that went on beside the ranks that fell into their work of a `kind`."""
        total = within = 0.0
        for lane in self.lanes:
            for one in lane.beside:
                total += one.end - one.start
                within += sum(
                    max(0.0, min(one.end, work.end) - max(one.start, work.start))
                    for work in lane.work
                    if work.kind == kind
                )
        return within / total if total else 0.0

    def _duration(self) -> str:
        """How long everything took, with its unit."""
        return f"{self._last():.{0 if self._last() >= 100 else 1}f} {self.unit}"

    def _kind(self, name: str) -> Kind:
        return next(kind for kind in self.kinds if kind.name == name)

    def _last(self) -> float:
        ends = [span.end for lane in self.lanes for span in (*lane.work, *lane.beside)]
        return max(ends, default=0.0) or 1.0

    def _row(self, spans: Sequence[Span], columns: int) -> str:
        row = [" "] * columns
        for span in spans:
            first = min(columns - 1, int(span.start / self._last() * columns))
            end = max(first + 1, min(columns, round(span.end / self._last() * columns)))
            row[first:end] = self._kind(span.kind).letter * (end - first)
        return "".join(row)

    def _box(self, span: Span, top: float, scale: float) -> str:
        kind = self._kind(span.kind)
        x, wide = _LEFT + span.start * scale, max(1.5, (span.end - span.start) * scale)
        box = (
            f'<rect x="{x:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{_ROW}" '
            f'fill="{kind.fill}" stroke="{kind.stroke}" stroke-dasharray="{kind.dashes}"/>'
        )
        return box + (text(x + wide / 2, top + 12, kind.letter, "middle") if wide > 9 else "")
