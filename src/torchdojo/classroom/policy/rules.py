"""The rules of a course as plain values, and which of them concern one student's exercise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from pathlib import Path
from typing import Literal

_ANY = datetime(2000, 1, 1, tzinfo=UTC)


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
    zone: tzinfo | None = None
    """That of dates without one."""
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
        if exercise not in self._deadlines:
            found = [one for one in self.deadlines if one.scope.holds(exercise)]
            nearest = max(found, key=lambda one: one.scope.narrow, default=None)
            self._deadlines[exercise] = nearest.at if nearest else None
        deadline = self._deadlines[exercise]
        if student not in self.students:
            return Rules(deadline, late=self.late)
        return self._own_rules(student, exercise, deadline)

    def _own_rules(self, student: str, exercise: str, deadline: datetime | None) -> Rules:
        """Of several extensions the latest counts; of other rules the narrowest."""
        about = (student, exercise)
        mine = [one for one in self.extensions if one.student == student] if deadline else []
        extensions = [one for one in mine if one.scope.holds(exercise)]
        told = [h for h in self.handed_in if h.student == student and h.scope.holds(exercise)]
        comments = [c for c in self.comments if c.student == student and c.scope.holds(exercise)]
        return Rules(
            deadline,
            max(extensions, key=lambda one: one.end(deadline or _ANY), default=None),
            self.late,
            next((one for one in self.overrides if (one.student, one.exercise) == about), None),
            max(told, key=lambda one: one.scope.narrow, default=None),
            tuple(one.text for one in comments if one.scope != Scope()),
        )

    def remarks(self, student: str) -> tuple[str, ...]:
        """Comments on all of a student's work."""
        mine = [one for one in self.comments if one.student == student]
        return tuple(one.text for one in mine if one.scope == Scope())

    @cached_property
    def students(self) -> frozenset[str]:
        """Everybody for whom there is a rule."""
        told = {one.student for one in self.extensions} | {one.student for one in self.overrides}
        told |= {one.student for one in self.comments}
        return frozenset(told | {one.student for one in self.handed_in})

    @cached_property
    def _deadlines(self) -> dict[str, datetime | None]:
        """By exercise, as far as they were asked for."""
        return {}
