"""Sentences and tables, as exhibits."""

from collections.abc import Sequence
from dataclasses import dataclass

from torchdojo.feedback.pictures.drawing import Drawing, titled, wrapped, written

_COLUMNS = 84


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str

    def lines(self, width: int, *, colour: bool = False) -> list[str]:
        """The paragraph, wrapped."""
        return wrapped(self.text, width)

    def drawing(self) -> Drawing:
        """The paragraph, as text."""
        return written(self.lines(_COLUMNS))


@dataclass(frozen=True)
class Table:
    """Rows under a head; what does not fit into the width is cut off."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[object]]

    def lines(self, width: int, *, colour: bool = False) -> list[str]:
        """Columns beside each other: numbers to the right, words to the left."""
        return [*wrapped(self.title, width), *self._body(width)]

    def drawing(self) -> Drawing:
        """The same as text."""
        body = written(self._body(_COLUMNS))
        return titled(self.title, body.body, body.width, body.height)

    def _body(self, width: int) -> list[str]:
        cells = [[_shown(cell) for cell in row] for row in self.rows]
        table = [list(self.head), *cells]
        wide = [max(len(row[i]) for row in table) for i in range(len(self.head))]
        right = [all(_is_number(row[i]) for row in self.rows) for i in range(len(self.head))]
        lines = [
            "  ".join(
                cell.rjust(w) if r else cell.ljust(w)
                for cell, w, r in zip(row, wide, right, strict=True)
            ).rstrip()
            for row in table
        ]
        rule = "  ".join("-" * w for w in wide)
        return [_cut(line, width) for line in (lines[0], rule, *lines[1:])]


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _shown(cell: object) -> str:
    return f"{cell:.4g}" if isinstance(cell, float) else str(cell)


def _cut(line: str, width: int) -> str:
    return line if len(line) <= width else line[: width - 1] + "…"
