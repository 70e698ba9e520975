"""The programs of a class, read for comparison and never run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from torchdojo.authoring import given_codes
from torchdojo.catalog import Collection, Exercise, Unreadable
from torchdojo.classroom.analysis.fingerprints import all_runs, fingerprints
from torchdojo.classroom.analysis.similar import Sample
from torchdojo.classroom.collecting import Wanted, collected
from torchdojo.classroom.harmless import harmless
from torchdojo.classroom.reading import StudentResult
from torchdojo.referee.handed_in import handed_in, untouched

_LONGEST = 200_000
"""Characters of a program that is compared."""


@dataclass(frozen=True)
class Handed:
    """A student's program for an exercise, as text."""

    student: str
    exercise: Exercise
    text: str
    cells: tuple[str, ...]
    """With empty lines before each, so that its lines have the numbers that they have in `text`."""


def handed(
    place: Path,
    collection: Collection,
    exercises: Sequence[Exercise],
    besides: Path,
    wanted: Wanted | None = None,
) -> Iterator[Handed]:
    """The programs that were handed in, somebody worked on, and can be read.

    `place` is read as `torchdojo grade` reads it, so students are called the same.
    """
    with collected(place, collection, besides, wanted) as found:
        for student in found.students:
            if student.folder is not None:
                yield from _of(student.name, student.folder, exercises)


def _of(student: str, folder: Path, exercises: Sequence[Exercise]) -> Iterator[Handed]:
    for exercise in exercises:
        try:
            code = handed_in(exercise, folder)
        except (Unreadable, OSError, ValueError, RecursionError):
            continue  # its report says why
        if len(code.text) <= _LONGEST and not untouched(exercise, code):
            cells = tuple("\n" * line + text for line, text in code.cells)
            yield Handed(harmless(student), exercise, code.text, cells)


def samples(programs: Sequence[Handed], class_: Sequence[StudentResult]) -> list[Sample]:
    """The fingerprints of `programs`, without those of what was given out."""
    full = {
        (student.name, one.id)
        for student in class_
        for one in student.exercises
        if one.score is not None and one.score >= one.max_score
    }
    given = {one.exercise: all_runs(given_codes(one.exercise)) for one in programs}
    return [
        Sample(
            one.student,
            one.exercise.id,
            (one.student, one.exercise.id) in full,
            _own(one, given[one.exercise]),
        )
        for one in programs
    ]


def _own(program: Handed, given: frozenset[int]) -> Mapping[int, int]:
    found = fingerprints(program.cells)
    return {mark: line for mark, line in found.items() if mark not in given}


def solutions(exercises: Sequence[Exercise]) -> dict[str, frozenset[int]]:
    """The fingerprints of the solutions."""
    return {one.id: frozenset(fingerprints([one.source.text])) for one in exercises}
