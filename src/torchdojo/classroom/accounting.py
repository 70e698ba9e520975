"""Every file that was handed in, and what became of it: the table ``hand-ins.csv``."""

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from torchdojo.classroom.board import Board
from torchdojo.classroom.harmless import harmless
from torchdojo.classroom.ledger import Ledger
from torchdojo.classroom.marks import Mark
from torchdojo.classroom.seen import Seen
from torchdojo.classroom.tables import write_table
from torchdojo.classroom.works import Work
from torchdojo.referee.results import counted

HAND_INS = "hand-ins.csv"
_COLUMNS = (
    *("student", "name", "file", "exercise", "attempt", "handed_in", "late", "status", "why"),
)


@dataclass(frozen=True, slots=True)
class File:
    """A row of the table."""

    seen: Seen
    status: str
    why: str


def files_told(seen: Sequence[Seen], board: Board, ledger: Ledger) -> Iterator[File]:
    """What became of each file, now that the board has marks."""
    places = {
        (work.student.name, work.exercise.id): (work, mark)
        for row in range(len(board.students))
        for work, mark in board.row(row)
    }
    taken = [one for one in seen if one.fate == "taken" and one.exercise is not None]
    last: dict[tuple[str, str], int] = {}
    for one in taken:
        last[_key(one)] = max(last.get(_key(one), 0), one.attempt)
    files = Counter((_key(one), one.attempt) for one in taken)
    for one in seen:
        if one.fate != "taken" or one.exercise is None:
            yield File(one, one.fate, one.why)
        elif (found := places.get(_key(one))) is None:
            yield File(one, "not asked for", "This run grades other exercises.")
        else:
            several = files[_key(one), one.attempt] > 1
            number = found[0].attempt or last[_key(one)]
            yield _graded(one, *found, number, ledger, several=several)


def _key(seen: Seen) -> tuple[str, str]:
    return seen.student, seen.exercise.id if seen.exercise else ""


def _graded(
    seen: Seen, work: Work, mark: Mark | None, number: int, ledger: Ledger, *, several: bool
) -> File:
    """What became of a file that was taken; only where it must, a whole result is looked at."""
    if seen.attempt not in (0, number):
        return File(seen, "superseded", f"Attempt {number} counts: no other earned more.")
    if mark is None or mark.score is None:
        return File(
            seen, "not graded", "A fault of the grader left it open: run the command again."
        )
    graded = ledger.graded(work.label) if several or mark.status == "missing" else None
    if several and graded is not None and graded.scored.get("passed_over") == _name(seen):
        return File(seen, "passed over", f"`{graded.scored.get('file')}` is graded.")
    if mark.status == "missing":
        told = str(counted(graded.scored["checks"])[0]["feedback"]) if graded else ""
        return File(seen, "not gradable", work.unreadable or told)
    return File(seen, "graded", "")


def _name(seen: Seen) -> str:
    """What the file is called where it is graded."""
    if seen.exercise is None:
        return ""
    suffix = ".ipynb" if ".ipynb" in seen.source.lower() else ".py"
    return PurePosixPath(seen.exercise.id).name + suffix


def hand_ins_text(files: Sequence[File], board: Board) -> str:
    """The table as CSV."""
    names = {student.name: student.full_name for student in board.students}
    text = io.StringIO(newline="")
    rows: list[list[object]] = [list(_COLUMNS)]
    for file in files:
        one = file.seen
        told: list[object] = [one.student, names.get(one.student, ""), one.source]
        told += [one.exercise.id if one.exercise else "", one.attempt or None]
        told += [one.when.isoformat() if one.when else "", "yes" if one.late else ""]
        told += [file.status, file.why]
        rows.append([harmless(cell) if isinstance(cell, str) else cell for cell in told])
    write_table(text, rows)
    return text.getvalue()


def counts(files: Sequence[File]) -> str:
    """How many files met with which fate, in a few words."""
    found = Counter(file.status for file in files)
    return ", ".join(f"{count} {status}" for status, count in found.most_common())
