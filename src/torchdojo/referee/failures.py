"""Failed checks on the terminal: the diagnosis stands out, lines fit, one cause is said once."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pytest
from _pytest._code.code import TerminalRepr
from _pytest._io import TerminalWriter

from torchdojo.referee.results import REQUIRED, Check

_NARROWEST = 40
_INDENT = "    "


@dataclass(frozen=True)
class Summed:
    """What pytest's short summary says, where somebody asks for it."""

    message: str


@dataclass(eq=False)
class Told(TerminalRepr):
    """What is told of a failed check; as a text, it is not wrapped."""

    lines: list[str]
    wrapped: bool
    """Whether a line ends where the terminal does, which is wrong for a file."""

    @property
    def reprcrash(self) -> Summed:
        """The line that says most."""
        return Summed(self.lines[0] if self.lines else "")

    def __str__(self) -> str:
        return "\n".join(self.lines)

    def toterminal(self, tw: TerminalWriter) -> None:
        """Write the first line, which says most, so that it is seen first."""
        for number, line in enumerate(self.lines):
            for part in _fitted(line, tw.fullwidth) if self.wrapped else [line]:
                tw.line(part, bold=number == 0, yellow=number == 0)


def _fitted(line: str, width: int) -> list[str]:
    inner = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(
        line,
        max(width - 1, _NARROWEST),
        subsequent_indent=inner + _INDENT,
        break_on_hyphens=False,
    ) or [line]


def tell(failed: Iterable[tuple[pytest.TestReport, Check | None]], *, wrapped: bool) -> None:
    """Put into reports of failed checks, each with its result, what the terminal shows."""
    known: dict[tuple[str, ...], str] = {}
    for report, check in failed:
        if check is None or not isinstance(report.longrepr, str):
            continue
        lines = report.longrepr.splitlines()
        cause = _cause(check, lines)
        earlier = known.setdefault((check["exercise"], *cause), check["name"])
        if cause and earlier != check["name"]:
            rest = [line for line in lines if line not in cause]
            lines = [f"The same as in `{earlier}`.", *rest]
        report.longrepr = Told(lines, wrapped)


def _cause(check: Check, lines: Sequence[str]) -> tuple[str, ...]:
    """The lines by which another check with the same cause is known; none if it cannot be.

    Of a recognised mistake, its sentence; else everything, for the same may be said of two
    functions.
    """
    diagnosis = check.get("diagnosis")
    if diagnosis and diagnosis["kind"] == "recognised" and diagnosis["sentence"] in lines:
        return (str(diagnosis["sentence"]),)
    return tuple(line for line in lines if not line.startswith(REQUIRED))
