"""Grading a class: every student's work on every exercise, in few runs of the referee."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from torchdojo.catalog import Collection, Exercise, Missing, Unreadable, code_of_text
from torchdojo.catalog.checks import read_checks
from torchdojo.catalog.proof import fingerprint
from torchdojo.classroom.ledger import Entry, Ledger
from torchdojo.classroom.students import Student
from torchdojo.classroom.walking import walk
from torchdojo.errors import GraderError
from torchdojo.proving.running import report_on
from torchdojo.referee.handed_in import handed_in, untouched
from torchdojo.referee.programs import Program

_CHECKS_A_RUN = 6000
"""About a minute or two of work: what an interruption can cost."""


@dataclass(frozen=True)
class Work:
    """What one student handed in for one exercise."""

    student: str
    exercise: Exercise
    program: Program
    """Its label is the same for as long as the work is, and the checks are."""
    missing: bool = False


def works_of(
    students: Iterable[Student], exercises: Sequence[Exercise], options: Sequence[str]
) -> list[Work]:
    """All work there is to grade under these options; what cannot be read is among it."""
    judged = {e.id: [e.id, fingerprint(e), *options] for e in exercises}
    files = cache(_files)  # those of a track lie in one folder
    return [_work(student, e, judged[e.id], files) for student in students for e in exercises]


def _work(
    student: Student, exercise: Exercise, judged: list[str], files: Callable[[str], object]
) -> Work:
    nothing = code_of_text("", exercise.file)
    try:
        if student.folder is None:
            raise Unreadable(student.why)
        code = handed_in(exercise, student.folder)
        about = files(code.folder)
    except Unreadable as error:
        near = error.near if isinstance(error, Missing) else None
        why = str(error) if near is None else f"`{exercise.file}` was not handed in. {near}".strip()
        program = Program(exercise.id, _label(judged, why), nothing, unreadable=why)
        return Work(student.name, exercise, program, missing=near == "")
    told: list[Any] = [code.as_data()]
    if untouched(exercise, code):
        code = replace(code, folder="")  # one for all, so without anybody's other files
    else:
        told += [student.name, about]
    return Work(student.name, exercise, Program(exercise.id, _label(judged, *told), code))


def _label(*told: Any) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:20]


def _files(folder: str) -> list[tuple[str, int, int]]:
    """What programs in `folder` may import or read: names, sizes and times of change of files."""
    found = (one for one in walk(Path(folder)) if not one.folder)
    return sorted((one.path, one.size, one.changed) for one in found)


@dataclass(frozen=True)
class Runs:
    """Runs of the referee: with which options, and in how many processes."""

    collection: Collection
    options: Sequence[str]
    workers: int = 1

    def grade(
        self, works: Iterable[Work], ledger: Ledger, told: Callable[[int, int], None]
    ) -> list[str]:
        """Grade what the ledger does not know yet; `told` hears how many of how many are done.

        Returns, in sentences, what a fault of the grader left open. Raises `GraderError` if a run
        graded nothing at all.
        """
        waiting = {w.program.label: w for w in works if w.program.label not in ledger.entries}
        done, faults = 0, []
        told(done, len(waiting))
        for batch in _batches(sorted(waiting.values(), key=lambda w: w.exercise.id)):
            faults += self._grade(batch, ledger)
            done += len(batch)
            told(done, len(waiting))
        return faults

    def _grade(self, batch: list[Work], ledger: Ledger) -> list[str]:
        options = (*self.options, "--seed", str(ledger.seed))
        programs = [work.program for work in batch]
        report = report_on(self.collection, programs, options, workers=self.workers)
        entries = [_entry(work, report) for work in batch]
        ledger.add(entry for entry in entries if not _open(entry))
        faults = [
            f"{work.student}, {work.exercise.id}: {_open(entry)}"
            for work, entry in zip(batch, entries, strict=True)
            if _open(entry)
        ]
        if len(faults) == len(batch):
            raise GraderError(f"Nothing could be graded. {_open(entries[0])}")
        return faults


def _batches(works: Iterable[Work]) -> Iterator[list[Work]]:
    """The works in their order, some thousands of checks at a time."""
    batch: list[Work] = []
    checks = 0
    for work in works:
        batch.append(work)
        checks += len(read_checks(work.exercise.graders))
        if checks >= _CHECKS_A_RUN:
            yield batch
            batch, checks = [], 0
    if batch:
        yield batch


def _entry(work: Work, report: dict[str, Any]) -> Entry:
    label = work.program.label
    scored = report["exercises"].get(f"{work.exercise.id}::{label}")
    if scored is None:
        raise GraderError(f"{work.exercise.id}: its checks did not run; try `pytest graders/`.")
    told = {key: report[key] for key in ("isolation", "device")}
    return {"label": label, "scored": scored, **told}


def _open(entry: Entry) -> str:
    """Why there is no score, or an empty text: a check failed for no fault of the student's."""
    for check in entry["scored"]["checks"]:
        if check["outcome"] in ("grader_error", "not_run") or (
            check["outcome"] == "skipped" and check["points"]
        ):
            return str(check["feedback"])
    return ""
