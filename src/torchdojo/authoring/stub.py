"""Rendering an exercise as a module, with or without its solution."""

import re
import textwrap
from collections.abc import Sequence

from torchdojo.catalog import Cell, Source

_REGION = re.compile(
    r"^(?P<indent> *)### BEGIN SOLUTION\n.*?^ *### END SOLUTION(?:\n|\Z)", re.MULTILINE | re.DOTALL
)
_MARKS = re.compile(r"^ *### (?:BEGIN|END) SOLUTION\n?", re.MULTILINE)


_ROOM = "# Room for {what} of your own, if you want any.\n"


def without_solution(text: str) -> str:
    """Replace each marked region by the reminder that the code is missing.

    A region that is no function's body holds the solution's helpers: nobody has to write any.
    """
    return _REGION.sub(_reminder, text)


def _reminder(region: re.Match[str]) -> str:
    indent = region["indent"]
    if not indent:
        return _ROOM.format(what="functions")
    if _encloses(region).startswith("class "):
        return indent + _ROOM.format(what="methods")
    return f"{indent}# YOUR CODE HERE\n{indent}raise NotImplementedError\n"


def _encloses(region: re.Match[str]) -> str:
    """The line above an indented region that opens the block in which it stands."""
    above = reversed(region.string[: region.start()].splitlines())
    lines = (line for line in above if line.strip())
    return next(
        line.strip() for line in lines if len(line) - len(line.lstrip()) < len(region["indent"])
    )


def without_marks(text: str) -> str:
    """Keep the code of each marked region and drop the marks."""
    return _MARKS.sub("", text)


def as_given(text: str, *, solved: bool) -> str:
    """A cell with its solution in place, or with the reminder that it is missing."""
    return (without_marks(text) if solved else without_solution(text)).rstrip()


def as_module(source: Source, cells: Sequence[Cell], *, solved: bool) -> str:
    """The exercise as a Python module; cells that only explore run with ``python FILE``."""
    parts = [source.lesson_code]
    shows = [cell for cell in cells if cell.explores and cell.kind == "code"]
    for cell in cells:
        if cell.kind == "markdown":
            parts.append(textwrap.indent(cell.text, "# ", lambda line: True))
        elif not cell.explores:
            parts.append(as_given(cell.text, solved=solved))
    if shows:
        body = "\n\n".join(cell.text for cell in shows)
        parts.append('if __name__ == "__main__":\n' + textwrap.indent(body, "    "))
    text = parts[0] + "\n\n" + "\n\n\n".join(parts[1:]) + "\n"
    return re.sub(r" +$", "", text, flags=re.MULTILINE)
