"""The rules of a course as plain values, and which of them concern one student's exercise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Scope:
    """One exercise, the exercises of one track, or all."""

    exercise: str = ""
    track: str = ""

    def holds(self, exercise: str) -> bool:
        """Whether `exercise` is in it."""
        if self.exercise:
            return self.exercise == exercise
        return not self.track or exercise.startswith(f"{self.track}/")

    @property
    def narrow(self) -> int:
        """The higher, the more it is about one exercise."""
        return 2 * bool(self.exercise) + bool(self.track)


@dataclass(frozen=True)
class Late:
    """What being late costs."""

    unit: timedelta
    word: str
    """Of the unit: day or hour."""
    fraction: float
    of: Literal["earned", "maximum"] = "earned"
    cap: float = 1.0
    grace: timedelta = timedelta()
    cut_off: timedelta | None = None


@dataclass(frozen=True)
class Deadline:
    """When work has to be handed in."""

    scope: Scope
    at: datetime


@dataclass(frozen=True)
class Extension:
    """A later deadline for one student: a date, or so much more time."""

    student: str
    scope: Scope
    reason: str
    until: datetime | None = None
    more: timedelta = timedelta()

    def end(self, deadline: datetime) -> datetime:
        """The student's own deadline, which is never before that of all."""
        return max(deadline + self.more, self.until or deadline)


@dataclass(frozen=True)
class Override:
    """Points that are given, whatever was earned and when."""

    student: str
    exercise: str
    points: float
    reason: str


@dataclass(frozen=True)
class Comment:
    """A text on a student's page."""

    student: str
    scope: Scope
    text: str


@dataclass(frozen=True)
class HandedIn:
    """When a student handed in, as the instructor knows."""

    student: str
    scope: Scope
    at: datetime
    reason: str


@dataclass(frozen=True)
class Rules:
    """What of a course concerns one student's work on one exercise."""

    deadline: datetime | None = None
    extension: Extension | None = None
    late: Late | None = None
    override: Override | None = None
    handed_in: HandedIn | None = None
    comments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Course:
    """The rules of a course."""

    roster: Path | None = None
    late: Late | None = None
    deadlines: Sequence[Deadline] = ()
    extensions: Sequence[Extension] = ()
    overrides: Sequence[Override] = ()
    comments: Sequence[Comment] = ()
    handed_in: Sequence[HandedIn] = ()
    weights: Mapping[Scope, float] = field(default_factory=dict)
    drops: Mapping[str, int] = field(default_factory=dict)
    """By track: how many of its exercises do not count, the lowest."""

    def rules(self, student: str, exercise: str) -> Rules:
        """What concerns this student's work on this exercise."""
        deadlines = [one for one in self.deadlines if one.scope.holds(exercise)]
        deadline = max(deadlines, key=lambda one: one.scope.narrow).at if deadlines else None
        told = [h for h in self.handed_in if h.student == student and h.scope.holds(exercise)]
        return Rules(
            deadline,
            self._extension(student, exercise, deadline),
            self.late,
            next(
                (o for o in self.overrides if (o.student, o.exercise) == (student, exercise)), None
            ),
            max(told, key=lambda one: one.scope.narrow, default=None),
            tuple(
                one.text
                for one in self.comments
                if one.student == student and one.scope != Scope() and one.scope.holds(exercise)
            ),
        )

    def remarks(self, student: str) -> tuple[str, ...]:
        """Comments on all of a student's work."""
        mine = [one for one in self.comments if one.student == student]
        return tuple(one.text for one in mine if one.scope == Scope())

    def students(self) -> set[str]:
        """Everybody for whom there is a rule."""
        told = {one.student for one in self.extensions} | {one.student for one in self.overrides}
        told |= {one.student for one in self.comments}
        return told | {one.student for one in self.handed_in}

    def _extension(
        self, student: str, exercise: str, deadline: datetime | None
    ) -> Extension | None:
        """Of several extensions the latest counts."""
        if deadline is None:
            return None
        mine = [e for e in self.extensions if e.student == student and e.scope.holds(exercise)]
        return max(mine, key=lambda one: one.end(deadline), default=None)
