"""Everything that is known of a class, for a page and for tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from torchdojo.classroom.analysis.figures import (
    CheckFigures,
    ExerciseFigures,
    StudentFigures,
    check_figures,
    exercise_figures,
    student_figures,
)
from torchdojo.classroom.analysis.mistakes import Mistake, Together, mistakes, together
from torchdojo.classroom.analysis.programs import Handed
from torchdojo.classroom.analysis.similar import Alike, Sample
from torchdojo.classroom.reading import StudentResult

_BACKWARDS = -0.1
"""Nearer to 0 is chance."""


@dataclass(frozen=True)
class Compared:
    """What came out where programs were compared."""

    pairs: Sequence[Alike]
    programs: Sequence[Handed]
    samples: Sequence[Sample]

    def program(self, student: str, exercise: str) -> Handed | None:
        """Somebody's program."""
        found = (p for p in self.programs if (p.student, p.exercise.id) == (student, exercise))
        return next(found, None)

    def shared_lines(self, pair: Alike, exercise: str) -> tuple[frozenset[int], frozenset[int]]:
        """The lines in which what a pair shares begins, in the program of each."""
        marks = {s.student: s.marks for s in self.samples if s.exercise == exercise}
        first, second = (marks.get(student, {}) for student in pair.students)
        common = first.keys() & second.keys()
        return frozenset(first[m] for m in common), frozenset(second[m] for m in common)


@dataclass(frozen=True)
class Findings:
    """A class, and what was found; `compared` is None where there were no programs to compare."""

    class_: Sequence[StudentResult]
    compared: Compared | None = None

    @cached_property
    def checks(self) -> list[CheckFigures]:
        """The checks, in order of the exercises."""
        return check_figures(self.class_)

    @cached_property
    def exercises(self) -> list[ExerciseFigures]:
        """The exercises, in order."""
        return exercise_figures(self.class_)

    @cached_property
    def students(self) -> list[StudentFigures]:
        """Everybody, whoever lost most first."""
        return student_figures(self.class_)

    @cached_property
    def mistakes(self) -> list[Mistake]:
        """The recorded mistakes that were made, the commonest first."""
        return mistakes(self.class_)

    @cached_property
    def together(self) -> list[Together]:
        """Pairs of them that go together."""
        return together(self.class_, self.mistakes)

    @cached_property
    def failed_by_all(self) -> list[CheckFigures]:
        """The checks that nobody passed of those who began."""
        return [c for c in self.checks if c.failed == c.students]

    @cached_property
    def failed_by_none(self) -> list[CheckFigures]:
        """The checks that everybody passed."""
        return [c for c in self.checks if not c.failed]

    @cached_property
    def backwards(self) -> list[CheckFigures]:
        """The checks that those fail who do well otherwise."""
        known = [(check, check.discrimination) for check in self.checks]
        return [check for check, r in known if r is not None and r < _BACKWARDS]

    @cached_property
    def in_need(self) -> list[StudentFigures]:
        """Students who lost half of the points or more, or left exercises undone."""
        return [s for s in self.students if s.untouched or (s.most and s.lost >= s.most / 2)]
