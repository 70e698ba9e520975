"""What an instructor gets of a graded class: a report for each student, and a table of marks."""

import errno
import hashlib
import json
import logging
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from torchdojo.classroom.accounting import HAND_INS, File, files_told, hand_ins_text
from torchdojo.classroom.board import Board, most, total
from torchdojo.classroom.harmless import harmless
from torchdojo.classroom.ledger import Ledger
from torchdojo.classroom.marks import Graded
from torchdojo.classroom.names import file_names
from torchdojo.classroom.pages import page_of, table_text
from torchdojo.classroom.seen import Seen
from torchdojo.classroom.standing import note_standings
from torchdojo.errors import DojoError
from torchdojo.keeping import LOCAL, Keeper
from torchdojo.players.isolation import Level
from torchdojo.referee.results import counted

log = logging.getLogger(__name__)
TABLE = "grades.csv"
_FORM = 1
"""Of the pages: another number has all of them written anew."""
_TABLE_SECONDS = 20.0
"""Between two tables while a class is graded, or ten times as long as one takes."""
Report = dict[str, Any]


@dataclass
class Reports:
    """Writes ``NAME.json`` and ``NAME.html`` for students, and `TABLE`, into `folder`.

    The JSON is a score report as `pytest graders/` writes it. The page is for the student: of a
    hidden check it shows nothing that a program could have chosen. A file that somebody edited is
    kept, unless `overwrite`.
    """

    folder: Path
    ledger: Ledger
    board: Board
    overwrite: bool = False
    kept: set[str] = field(default_factory=set)
    """Files that somebody edited and that were not overwritten."""
    unread: list[str] = field(default_factory=list)
    """Sentences about work that could not be read, as of the last `finish`."""
    failed: dict[int, str] = field(default_factory=dict)
    """By row: why a student has no report, in a sentence."""
    backups: set[Path] = field(default_factory=set)
    seen: Sequence[Seen] = ()
    """What became of the files that were handed in, as far as that is known before grading."""
    files: list[File] = field(default_factory=list)
    """What became of them, as of the last `finish`."""
    _tabled: float = field(default_factory=time.monotonic)
    _table_took: float = 0.0

    def __post_init__(self) -> None:
        self._keeper = Keeper(self.folder, LOCAL)
        self._written = self.ledger.pages()
        self.names = file_names([student.name for student in self.board.students])

    def write(self, rows: Iterable[int]) -> None:
        """Write the reports of the students in `rows` that are not written yet."""
        for row in rows:
            try:
                self._write(row)
            except Exception as error:
                if isinstance(error, DojoError) and _concerns_all(error):
                    raise
                name = harmless(self.board.students[row].name)
                log.warning("%s: no report", name, exc_info=True)
                why = f"The report could not be written ({type(error).__name__}: {error})."
                self.failed[row] = harmless(why)

    def write_table(self, *, now: bool = False) -> None:
        """Write the table: `now`, or if the last one is some time ago."""
        started = time.monotonic()
        if now or started - self._tabled > max(_TABLE_SECONDS, 10 * self._table_took):
            self._put({TABLE: table_text(self.board).encode()})
            self._keeper.save()
            self._tabled = time.monotonic()
            self._table_took = self._tabled - started

    def finish(self) -> None:
        """Write the table, and note what is to be told when the ledger is closed."""
        self.write_table(now=True)
        self.unread = list(dict.fromkeys(self._unreadable()))
        self.files = [*files_told(self.seen, self.board, self.ledger)]
        note_standings(self.ledger, self.board, self.files)
        if self.files:
            self._put({HAND_INS: hand_ins_text(self.files, self.board).encode()})
            self._keeper.save()

    def _unreadable(self) -> Iterator[str]:
        """A sentence for each student about work that could not be read, though there is some."""
        for row, student in enumerate(self.board.students):
            for work, mark in self.board.row(row):
                if mark is not None and mark.status == "missing" and not work.missing:
                    yield f"{harmless(student.name)}: {work.unreadable or self._first(work.label)}"

    def _first(self, label: str) -> str:
        """What the first check of a program was told that could not be graded."""
        graded = self.ledger.graded(label)
        return str(counted(graded.scored["checks"])[0]["feedback"]) if graded else ""

    def renamed(self) -> Iterator[str]:
        """A sentence for each student whose reports cannot be called as the student is."""
        for student, name in zip(self.board.students, self.names, strict=True):
            if student.name != name:
                yield f"The reports of {harmless(student.name)} are called {name}."

    def _write(self, row: int) -> None:
        name, holds = self.names[row], self._holds(row)
        files = (f"{name}.json", f"{name}.html")
        if self._written.get(name) == holds and all((self.folder / f).is_file() for f in files):
            return
        report = self._report(row)
        text = json.dumps(report, indent=2) + "\n"
        student = self.board.students[row]
        shown = page_of(harmless(student.full_name or student.name), report)
        if not self._put({files[0]: text.encode(), files[1]: shown.encode()}):
            self.ledger.note_page(name, holds)

    def _put(self, files: dict[str, bytes]) -> tuple[str, ...]:
        """Write `files`; returns those that somebody edited and that were kept."""
        changes = self._keeper.write(files, lambda path: self.overwrite)
        self.kept |= set(changes.kept)
        if changes.backup is not None:
            self.backups.add(changes.backup)
        return changes.kept

    def _holds(self, row: int) -> str:
        """A digest of what the reports of a student say, without making them."""
        works = self.board.row(row)
        said = [(w.exercise.id, w.label, self._why(w.label)) for w, mark in works if mark]
        student = self.board.students[row]
        told = json.dumps([_FORM, student.name, *filter(None, [student.full_name]), said])
        return hashlib.sha256(told.encode()).hexdigest()

    def _why(self, label: str) -> str:
        fault = self.board.faults.get(label)
        return "" if fault is None else fault.open

    def _report(self, row: int) -> Report:
        """One student's results, as in a score report; no score where one is open."""
        works = self.board.row(row)
        marks = [mark for _, mark in works]
        found = {
            work.exercise.id: self.board.faults.get(work.label) or self.ledger.graded(work.label)
            for work, mark in works
            if mark is not None
        }
        results = {id: graded for id, graded in found.items() if graded is not None}
        devices = dict.fromkeys(graded.device for graded in results.values() if graded.device)
        return {
            "score": total(marks),
            "max_score": most(marks),
            "seed": self.ledger.seed,
            "isolation": _weakest(results.values()),
            "device": ", ".join(devices),
            "exercises": {id: graded.scored for id, graded in results.items()},
        }


def _concerns_all(error: DojoError) -> bool:
    """Whether what could not be written says that nothing else can be either."""
    cause = error.__cause__
    if isinstance(cause, OSError):
        return cause.errno not in (errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ)
    return isinstance(cause, sqlite3.Error)


def _weakest(results: Iterable[Graded]) -> dict[str, Any] | None:
    """A report claims no more than all of it had."""
    levels = [graded.isolation for graded in results if graded.isolation]
    return min(levels, key=_strength, default=None)


def _strength(isolation: dict[str, Any]) -> int:
    return sum(Level(isolation["level"]).at_least(level) for level in Level)
