"""The percent format: a Python file as a row of cells, each opened by a line ``# %%``."""

import re
from dataclasses import dataclass

_LONGEST = 500
_MARKER = re.compile(r"^# %%(?P<rest>.*)$")


@dataclass(frozen=True)
class Cell:
    """One cell: its kind (``code`` or ``markdown``), tags, text, and where it starts."""

    kind: str
    tags: tuple[str, ...]
    text: str
    line: int
    """Lines before the text in its file."""

    @property
    def explores(self) -> bool:
        """Whether the cell only shows something and is no part of the work."""
        return "explore" in self.tags


def split_cells(text: str) -> list[Cell]:
    """Split `text` at its ``# %%`` lines; text before the first marker is a cell if not blank."""
    cells: list[Cell] = []
    tags: tuple[str, ...] = ()
    lines: list[str] = []
    kind, start = "code", 0
    for number, line in enumerate(text.split("\n"), 1):
        found = _MARKER.match(line)
        if found is None:
            lines.append(line)
            continue
        cells += _cell(kind, tags, lines, start)
        kind, tags = _read_marker(found["rest"])
        lines, start = [], number
    return cells + _cell(kind, tags, lines, start)


def _read_marker(rest: str) -> tuple[str, tuple[str, ...]]:
    kind = "markdown" if "[markdown]" in rest else "code"
    found = re.search(r"tags=\[(.*)\]", rest[:_LONGEST])
    return kind, tuple(re.findall(r"[\w-]+", found[1])) if found else ()


def _cell(kind: str, tags: tuple[str, ...], lines: list[str], start: int) -> list[Cell]:
    blank = next((n for n, line in enumerate(lines) if line.strip()), len(lines))
    start += blank
    text = "\n".join(lines[blank:]).rstrip()
    if kind == "markdown":
        text = "\n".join(re.sub(r"^# ?", "", line) for line in text.split("\n"))
    return [Cell(kind, tags, text, start)] if text else []
