"""All work of a class: what there is to grade, and each program when its turn comes.

Planning reads every file once and keeps nothing but a label of it; a class of thousands fits into
memory, and what was graded before is recognised without looking at a program again.
"""

import hashlib
import json
import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from torchdojo.authoring import render
from torchdojo.catalog import Collection, Exercise, Missing, Unreadable, code_of_text
from torchdojo.catalog.judged import judged_fingerprint
from torchdojo.classroom.harmless import harmless
from torchdojo.classroom.students import Student
from torchdojo.classroom.walking import walk
from torchdojo.referee.handed_in import handed_in, untouched
from torchdojo.referee.programs import Program

log = logging.getLogger(__name__)
_SUFFIXES = (".py", ".ipynb")
_HASHED = 64 * 2**20
"""Bytes; a larger file is not read when it is graded either."""


@dataclass(frozen=True)
class Listing:
    """What programs in a folder may import or read."""

    sizes: dict[str, int]
    """By path in the folder."""
    digest: str
    """Of all paths, sizes and times of change."""


@dataclass(frozen=True, slots=True)
class Work:
    """What one student handed in for one exercise."""

    student: Student
    exercise: Exercise
    label: str
    """The same for as long as the work is, and what it is judged by."""
    unreadable: str = ""
    """Why there is nothing to grade, in a sentence, if that is known before reading."""
    missing: bool = False
    size: int = 0
    """Bytes to be read."""
    attempt: int = 0
    """Of an earlier attempt, which one, from 1; 0 for the last."""


@dataclass(frozen=True)
class Plan:
    """How work is told apart: by what it is judged by, under which options."""

    collection: Collection
    exercises: Sequence[Exercise]
    options: Sequence[str]

    def works(self, students: Iterable[Student]) -> Iterator[Work]:
        """All work there is to grade; what cannot be read is among it."""
        judged = [(e, self._judged(e)) for e in self.exercises]
        for student in students:
            for exercise, by in judged:
                yield _one(student, exercise, by)

    def earlier(self, students: Iterable[Student]) -> Iterator[Work]:
        """The earlier attempts of `students`, as far as they count."""
        judged = [(e, self._judged(e)) for e in self.exercises]
        for student in students:
            for exercise, by in judged if student.earlier else ():
                for number, folder in enumerate(student.earlier.get(exercise.id, ()), 1):
                    before = replace(student, folder=folder)
                    yield replace(_one(before, exercise, by), attempt=number)

    def _judged(self, exercise: Exercise) -> list[str]:
        return [exercise.id, judged_fingerprint(self.collection, exercise), *self.options]


def _one(student: Student, exercise: Exercise, judged: list[str]) -> Work:
    try:
        return _work(student, exercise, judged)
    except Unreadable as error:
        why = harmless(str(error))
    except Exception as error:  # whatever is wrong with one student's folder is no other's fault
        log.warning("%s, %s", harmless(student.name), exercise.id, exc_info=True)
        why = f"What was handed in cannot be read ({_kind(error)})."
    return Work(student, exercise, _label(judged, why), why)


def _work(student: Student, exercise: Exercise, judged: list[str]) -> Work:
    if student.folder is None:
        label = _label(judged, student.why)
        return Work(student, exercise, label, student.why, missing=student.absent)
    folder = f"{student.folder}/{exercise.track}"
    found = _listing(folder)
    names = [name for name in _names(exercise) if name in found.sizes]
    if not names:
        return _absent(student, student.folder, exercise, judged)
    size = sum(found.sizes[name] for name in names)
    if size > _HASHED:
        return Work(student, exercise, _label(judged, student.name, found.digest), size=size)
    contents = [(name, _digest(f"{folder}/{name}")) for name in names]
    given = _given_out(exercise)
    if contents == [given]:  # graded once for all who did not touch it
        return Work(student, exercise, _label(judged, given), size=size)
    return Work(student, exercise, _label(judged, student.name, contents, found.digest), size=size)


@cache
def _names(exercise: Exercise) -> tuple[str, ...]:
    return tuple(exercise.name + suffix for suffix in _SUFFIXES)


def _absent(student: Student, folder: Path, exercise: Exercise, judged: list[str]) -> Work:
    try:
        handed_in(exercise, folder)
    except Missing as error:
        why = f"`{exercise.file}` was not handed in. {error.near}".strip()
        missing = not error.near
        return Work(student, exercise, _label(judged, why), why, missing=missing)
    return Work(student, exercise, _label(judged, student.name, str(folder)))


def _label(*told: Any) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:20]


@cache
def _given_out(exercise: Exercise) -> tuple[str, str]:
    """The name of the stub, and the digest of its text."""
    stub = render(exercise)
    name = exercise.name + Path(exercise.file).suffix
    return name, hashlib.sha256(stub.text.encode()).hexdigest()


def _digest(path: str) -> str:
    """Of a file's first bytes; what a link leads to may be a device or a pipe, and never end.

    What cannot be read is told apart by why; whoever reads it for good says so.
    """
    digest, left = hashlib.sha256(), _HASHED
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        return f"not opened: {error.strerror}"
    try:
        while left > 0 and (data := os.read(handle, min(left, 2**20))):
            digest.update(data)
            left -= len(data)
    except OSError as error:
        return f"not read: {error.strerror}"
    finally:
        os.close(handle)
    return digest.hexdigest()


@lru_cache(maxsize=4)  # students come one after the other, and their work by track
def _listing(folder: str) -> Listing:
    """Raises `Unreadable` where there are too many files, or a folder that cannot be entered."""
    if not Path(folder).is_dir():
        return Listing({}, "")
    found = sorted(
        (one.path, one.size, one.changed) for one in walk(Path(folder)) if not one.folder
    )
    sizes = {path: size for path, size, _ in found}
    return Listing(sizes, hashlib.sha256(json.dumps(found).encode()).hexdigest())


def program_of(work: Work) -> Program:
    """The program, read now; what cannot be read becomes a sentence."""
    nothing = code_of_text("", work.exercise.file)
    if work.unreadable or work.student.folder is None:
        return Program(work.exercise.id, work.label, nothing, unreadable=work.unreadable)
    try:
        code = handed_in(work.exercise, work.student.folder)
        if untouched(work.exercise, code):
            code = type(code)(code.filename, code.text, code.cells, code.keep_going)
        return Program(work.exercise.id, work.label, code)
    except Unreadable as error:
        why = harmless(str(error))
    except Exception as error:  # no student's file may end the class
        log.warning("%s, %s", harmless(work.student.name), work.exercise.id, exc_info=True)
        why = f"What was handed in cannot be read ({_kind(error)})."
    return Program(work.exercise.id, work.label, nothing, unreadable=why)


def _kind(error: Exception) -> str:
    detail = error.strerror if isinstance(error, OSError) else ""
    return f"{type(error).__name__}: {detail}" if detail else type(error).__name__
