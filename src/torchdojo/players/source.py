"""The text of a program as its author knows it: which line an error passed, and in which cell."""

import io
import re
import sys
import traceback
from dataclasses import dataclass, field
from typing import Any

from torchdojo.players.account import Fate
from torchdojo.players.magics import as_typed
from torchdojo.players.oddities import oddity, unusable, waits
from torchdojo.players.replies import LONGEST_MESSAGE, LONGEST_NAME, nearest
from torchdojo.players.statements import Statement

_FRAMES = 3
_SUGGESTED = re.compile(r"Did you mean:? '(\w+)'|[Dd]id you forget to import '(\w+)'")
_CELL = re.compile(r"^<cell (\d+)\**>$")
Frame = tuple[int, int, str, str]
"""Cell (0 in a module), line, function, text."""


@dataclass
class Source:
    """The program's file, and its cells if it is a notebook."""

    filename: str
    text: str
    cells: dict[int, list[str]] = field(default_factory=dict)
    """The lines of each cell, as they were run, by its place."""

    def frames(self, error: BaseException) -> list[Frame]:
        """The lines of the program that `error` passed, outermost first."""
        found = [self._frame(f) for f in traceback.extract_tb(error.__traceback__)]
        return [frame for frame in found if frame is not None]

    def _frame(self, frame: traceback.FrameSummary) -> Frame | None:
        cell = _CELL.match(frame.filename)
        if cell is None and frame.filename != self.filename:
            return None
        number = int(cell[1]) if cell else 0
        lines = self.cells.get(number, []) if cell else lines_of(self.text)
        line = frame.lineno or 0
        text = frame.line or (lines[line - 1].strip() if 0 < line <= len(lines) else "")
        if cell:
            text = as_typed(text)
        return number, line, frame.name, _plain(text).strip()[:160]

    def shown(self, error: BaseException) -> tuple[str, ...]:
        """The innermost of those lines, in words."""
        return tuple(_words(*frame) for frame in self.frames(error)[-_FRAMES:])

    def fate(self, what: str, statement: Statement, error: BaseException, binds: set[str]) -> Fate:
        """What became of `statement`, which raised `error` and left `binds` unbound."""
        if isinstance(error, SyntaxError) and not self.frames(error):
            return self._unreadable(statement, error, binds)
        frames = self.frames(error)
        return Fate(
            what,
            statement.line,
            statement.cell,
            statement.text,
            statement.number,
            tuple(sorted(binds))[:300],
            kind_of(error),
            nearest(error),
            text_of(error),
            unusable(error) or waits(error, [text for *_, text in frames]),
            suggestion(error),
            _missing(error),
            unwritten=isinstance(error, NotImplementedError) and not text_of(error),
            frames=self.shown(error),
        )

    def _unreadable(self, statement: Statement, error: SyntaxError, binds: set[str]) -> Fate:
        line = error.lineno or 1
        lines = self.cells.get(statement.cell, []) if statement.cell else lines_of(self.text)
        whole = "\n".join(lines)
        hint, at = oddity(whole, line)
        line = at or line
        text = lines[line - 1] if 0 < line <= len(lines) else (error.text or "")
        columns = () if at and at != error.lineno else _columns(error)
        return Fate(
            "raised",
            line,
            statement.cell,
            text.rstrip()[:160],
            statement.number,
            tuple(sorted(binds))[:300],
            kind_of(error),
            nearest(error),
            _plain(str(error.msg))[:500],
            hint,
            columns=columns if max(columns, default=0) <= 160 else (),
        )


def lines_of(text: str) -> list[str]:
    """The lines of a text as Python counts them: a form feed ends none."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _columns(error: SyntaxError) -> tuple[int, ...]:
    first = error.offset or 0
    same = error.end_lineno in (None, error.lineno)
    last = (error.end_offset or 0) if same else first
    return (first, max(first, last - 1)) if first > 0 else ()


def _words(cell: int, line: int, name: str, text: str) -> str:
    where = f"cell {cell}, line {line}" if cell else f"line {line}"
    return f"{where}, in {name[:LONGEST_NAME]}: {text}"


def _missing(error: BaseException) -> str:
    name = getattr(error, "name", None)
    return _plain(name)[:80] if isinstance(error, NameError) and isinstance(name, str) else ""


def kind_of(error: BaseException) -> str:
    """The name of an error's class."""
    name = type(error).__name__
    return _plain(name)[:LONGEST_NAME] if isinstance(name, str) else "(no name)"


def _plain(text: str) -> str:
    """`text` as a plain `str`, whatever class it is of."""
    return str.encode(text, "utf-8", "backslashreplace").decode()


def text_of(error: BaseException) -> str:
    """The message of an error, which may not want to be read."""
    try:
        return _plain(str(error))[:LONGEST_MESSAGE]
    except BaseException:
        return "(its message cannot be shown)"


def suggestion(error: BaseException) -> str:
    """The name that Python itself would have suggested for a name that is not there."""
    if not isinstance(error, NameError | AttributeError | ImportError):
        return ""
    kept, sys.stderr = sys.stderr, io.StringIO()
    try:
        sys.__excepthook__(type(error), error, error.__traceback__)
        said: Any = sys.stderr.getvalue()[-400:]
    except BaseException:
        return ""
    finally:
        sys.stderr = kept
    found = _SUGGESTED.search(said)
    return next(filter(None, found.groups()), "")[:80] if found else ""
