"""Programs that a run grades in place of a submission, written to a file for it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from torchdojo.catalog import Code, code_of_text


@dataclass(frozen=True)
class Program:
    """A program for one exercise, under a label that is unique there."""

    exercise: str
    label: str
    code: Code
    seed: int | None = None
    """The run's seed for this program; None for the run's own."""
    seconds: float | None = None
    """A shorter time limit, for programs that are expected to hang."""
    named: bool = True
    """Whether its mistakes are to be named; what need not be named is graded twice as fast."""
    settled_by_one: bool = False
    """Whether one failed check says all there is to know: the ones after it are skipped."""
    trusted: bool = False
    """Whether it is one of the collection's own, which do not cheat: what only helps against
    cheating, and costs much, may be left out."""
    recalled: bool = False
    """Whether what it has answered when it was looked for as a mistake counts: it is not asked
    twice."""
    as_work: bool = False
    """Whether it is run even if it is no more than what students were given."""
    unreadable: str = ""
    """Why there is no program: a file that is missing or damaged, in a sentence."""
    shows: tuple[str, ...] = ()
    """Cells to run once more for what they show; see `torchdojo.referee.rerun`."""


@lru_cache(maxsize=256)
def own_code(text: str, filename: str) -> Code:
    """A program of the collection's own, which many checks ask: it is read once."""
    return code_of_text(text, filename)


def write_programs(path: Path, programs: Sequence[Program]) -> None:
    """Write `programs` so that `read_programs` gives them back."""
    path.write_text(programs_as_text(programs), encoding="utf-8")


def read_programs(path: Path) -> list[Program]:
    """Read what `write_programs` wrote."""
    return programs_of_text(path.read_text(encoding="utf-8"))


def programs_as_text(programs: Sequence[Program]) -> str:
    """Plain text that `programs_of_text` makes the same programs of."""
    return json.dumps([asdict(program) for program in programs])


def programs_of_text(text: str) -> list[Program]:
    """The programs that `programs_as_text` was given."""
    return [_program(data) for data in json.loads(text)]


def _program(data: dict[str, Any]) -> Program:
    code = data["code"]
    cells = tuple((line, text) for line, text in code["cells"])
    prose = tuple((kind, text) for kind, text in code["prose"])
    read = Code(**code | {"cells": cells, "prose": prose})
    return Program(**data | {"code": read, "shows": tuple(data["shows"])})
