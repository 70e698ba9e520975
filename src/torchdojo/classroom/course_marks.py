"""Marks by a course's rules, made from a ledger: nothing is graded anew."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from torchdojo.classroom.board import most, total
from torchdojo.classroom.harmless import harmless
from torchdojo.classroom.journal import Change, append_changes
from torchdojo.classroom.ledger import FILE, Ledger
from torchdojo.classroom.marks import Mark
from torchdojo.classroom.names import file_names
from torchdojo.classroom.pages import page_of
from torchdojo.classroom.policy.marking import CourseMark, StudentMarks, basis, mark_class
from torchdojo.classroom.policy.rules import Course
from torchdojo.classroom.policy.texts import marks_section, marks_text, totals_text
from torchdojo.classroom.reading import MARKS, TOTALS
from torchdojo.classroom.standing import Standing, standings
from torchdojo.errors import DojoError
from torchdojo.keeping import LOCAL, Keeper

_PAGES_AT_ONCE = 100


@dataclass(frozen=True)
class Applied:
    """What came of it."""

    students: tuple[StudentMarks, ...]
    changed: int
    kept: tuple[str, ...]
    """Files that somebody edited and that were not overwritten."""
    backups: tuple[Path, ...]
    unknown: tuple[str, ...]
    """Students, with an exercise perhaps, for whom there is a rule and no result."""

    @property
    def undated(self) -> int:
        """How many marks have a deadline, though nobody knows when the work was handed in.

        Where a platform marks what is late, what it does not mark is in time.
        """
        marks = [mark for one in self.students for mark in one.marks]
        flags = any(mark.standing.late for mark in marks)
        return sum(_needs_date(mark) and mark.standing.late >= flags for mark in marks)


def apply_course(folder: Path, course: Course, *, overwrite: bool = False) -> Applied:
    """Write the tables of marks and the pages of students into `folder`, which holds a ledger.

    What is different from the last time is in the journal of changes before any mark is.
    Raises `DojoError` where there is no ledger, or something cannot be written.
    """
    if not (folder / FILE).is_file():
        raise DojoError(f"{folder} holds no results: grade the class into it first.")
    with closing(Ledger(folder, None)) as ledger:
        found = standings(ledger)
        if not found:
            raise DojoError(
                f"{folder} does not say yet who handed in what: run `torchdojo grade` on the class "
                "once more; nothing is graded anew."
            )
        students = tuple(mark_class(found, course))
        changes = _note(ledger, folder, students)
        kept, backups = _write(ledger, folder, students, overwrite)
    return Applied(students, len(changes), kept, backups, tuple(_unknown(course, found)))


def _needs_date(mark: CourseMark) -> bool:
    rules, standing = mark.rules, mark.standing
    by_hand = rules.override or rules.handed_in
    return bool(rules.deadline and standing.score and not standing.when and not by_hand)


def _unknown(course: Course, found: Sequence[Standing]) -> Iterator[str]:
    names = {standing.student for standing in found}
    yield from sorted(course.students - names)
    graded = {standing.exercise for standing in found}
    for one in course.overrides:
        if one.student in names and one.exercise not in graded:
            yield f"{one.student} ({one.exercise})"


def _note(ledger: Ledger, folder: Path, students: Sequence[StudentMarks]) -> list[Change]:
    """Put what changed into the journal, then the marks into the ledger."""
    with ledger.writing() as db:
        kept = db.execute("SELECT student, exercise, told FROM given")
        before = {(student, exercise): json.loads(told) for student, exercise, told in kept}
        changes = []
        for mark in (mark for one in students for mark in one.marks):
            key, now = (mark.standing.student, mark.standing.exercise), basis(mark)
            old = before.pop(key, None) or _plain(mark.standing)
            if now != old:
                changes.append(Change(*key, old, now))
        changes += [Change(*key, old, {}) for key, old in before.items()]  # who is there no longer
        append_changes(folder, changes)
        _keep(db, students)
    return changes


def _plain(standing: Standing) -> dict[str, float | str | None]:
    """What a mark rests on where no course had any rule for it."""
    return dict(basis(_unruled(standing)))


def _unruled(standing: Standing) -> CourseMark:
    ((one,),) = [student.marks for student in mark_class([standing], Course())]
    return one


def _keep(db: sqlite3.Connection, students: Sequence[StudentMarks]) -> None:
    db.execute("DELETE FROM given")
    rows = (
        (mark.standing.student, mark.standing.exercise, json.dumps(basis(mark)))
        for one in students
        for mark in one.marks
    )
    db.executemany("INSERT INTO given VALUES (?, ?, ?)", rows)


def _write(
    ledger: Ledger, folder: Path, students: Sequence[StudentMarks], overwrite: bool
) -> tuple[tuple[str, ...], tuple[Path, ...]]:
    """The tables and pages; returns what was kept, and where copies are."""
    keeper = Keeper(folder, LOCAL)
    kept: list[str] = []
    backups: list[Path] = []
    for files in _files(ledger, students):
        changes = keeper.write(files, lambda path: overwrite)
        kept += changes.kept
        backups += [changes.backup] if changes.backup else []
    keeper.save()
    return tuple(kept), tuple(backups)


def _files(ledger: Ledger, students: Sequence[StudentMarks]) -> Iterator[dict[str, bytes]]:
    tables = {MARKS: marks_text(students), TOTALS: totals_text(students)}
    yield {name: text.encode() for name, text in tables.items()}
    names = file_names([one.student for one in students])
    named = list(zip(names, students, strict=True))
    for start in range(0, len(named), _PAGES_AT_ONCE):
        group = named[start : start + _PAGES_AT_ONCE]
        yield {f"{name}.html": _page(ledger, one).encode() for name, one in group}


def _page(ledger: Ledger, one: StudentMarks) -> str:
    marks = [_earned(mark.standing) for mark in one.marks]
    found = {m.standing.exercise: ledger.graded(m.standing.label) for m in one.marks}
    report = {
        "score": total(marks),
        "max_score": most(marks),
        "exercises": {id: graded.scored for id, graded in found.items() if graded is not None},
    }
    return page_of(harmless(one.full_name or one.student), report, marks_section(one))


def _earned(standing: Standing) -> Mark:
    return Mark(standing.score, standing.max_score, standing.status)
