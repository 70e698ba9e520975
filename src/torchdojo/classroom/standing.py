"""Whose work has which result, and when it was handed in: in the ledger, beside the results.

A result belongs to a program. That a student handed this program in for an exercise is noted when
a class is graded, so that marks can be made from the ledger alone.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from torchdojo.classroom.accounting import File
from torchdojo.classroom.board import Board
from torchdojo.classroom.journal import Change, append_changes
from torchdojo.classroom.ledger import Ledger
from torchdojo.classroom.marks import Mark
from torchdojo.classroom.works import Work

_FIND = (
    "SELECT student, exercise, label, full_name, handed_in, late, score, standing.max_score, "
    "status "
    "FROM standing LEFT JOIN marks USING (label) ORDER BY exercise, student"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A student's result in an exercise."""

    student: str
    full_name: str
    exercise: str
    label: str
    when: datetime | None
    late: bool
    """Whether the platform says so."""
    score: float | None
    max_score: float
    status: str

    @property
    def absent(self) -> bool:
        """Whether there is no result, though others have one."""
        return not self.label


def absent(student: str, full_name: str, exercise: str, max_score: float) -> Standing:
    """How a student stands in an exercise that only others were graded on."""
    about = (student, full_name, exercise)
    return Standing(*about, "", None, late=False, score=0.0, max_score=max_score, status="missing")


def standings(ledger: Ledger) -> list[Standing]:
    """All that is known of the class, by exercise."""
    with ledger.writing() as db:
        return [_standing(row) for row in db.execute(_FIND)]


def _standing(
    row: tuple[str, str, str, str, str, int, float | None, float, str | None],
) -> Standing:
    student, exercise, label, name, when, late, score, most, status = row
    moment = datetime.fromisoformat(when) if when else None
    return Standing(
        *(student, name, exercise, label, moment, bool(late)),
        *(score, most, status or "error"),
    )


def note_standings(ledger: Ledger, board: Board, files: Sequence[File]) -> None:
    """Note what a board says; scores that are others than before go into the journal of changes.

    In its exercises nobody else has a result any more: somebody may be called otherwise now.
    """
    handed_in = {(f.seen.student, f.seen.exercise): f for f in files if _counts(f)}
    with ledger.writing() as db:
        before = {row[:2]: row[2] for row in db.execute(_SCORES)}
        places = ", ".join("?" * len(board.exercises))
        ids = [exercise.id for exercise in board.exercises]
        db.execute(f"DELETE FROM standing WHERE exercise IN ({places})", ids)
        changes = []
        for work, mark in _known(board):
            _insert(db, work, mark.max_score, handed_in.get((work.student.name, work.exercise)))
            key = (work.student.name, work.exercise.id)
            if key in before and before[key] != mark.score:
                old, new = {"score": before[key]}, {"score": mark.score}
                changes.append(Change(*key, old, new))
        append_changes(ledger.path.parent, changes)


_SCORES = "SELECT student, exercise, score FROM standing LEFT JOIN marks USING (label)"


def _counts(file: File) -> bool:
    return file.status in ("graded", "not graded", "not gradable")


def _known(board: Board) -> Iterator[tuple[Work, Mark]]:
    for row in range(len(board.students)):
        for work, mark in board.row(row):
            if mark is not None:
                yield work, mark


def _insert(db: sqlite3.Connection, work: Work, most: float, file: File | None) -> None:
    seen = file.seen if file else None
    when = seen.when.isoformat() if seen and seen.when else ""
    row = (work.student.name, work.exercise.id, work.label, work.student.full_name, when)
    late = bool(seen and seen.late)
    db.execute("INSERT OR REPLACE INTO standing VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, late, most))
