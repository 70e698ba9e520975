"""The marks of a class under a course's rules."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from torchdojo.classroom.policy.giving import Earned, Given, give
from torchdojo.classroom.policy.rules import Course, Rules
from torchdojo.classroom.policy.totals import Marked, TrackTotal, total, totals
from torchdojo.classroom.standing import Standing, absent


@dataclass(frozen=True)
class CourseMark:
    """What a student earned in an exercise, and what is given for it."""

    standing: Standing
    given: Given
    rules: Rules


@dataclass(frozen=True)
class StudentMarks:
    """All marks of a student."""

    student: str
    full_name: str
    marks: tuple[CourseMark, ...]
    tracks: tuple[TrackTotal, ...]
    total: float | None
    """The share of the whole course, from 0 to 1."""
    remarks: tuple[str, ...]


def mark_class(standings: Iterable[Standing], course: Course) -> Iterator[StudentMarks]:
    """The marks of everybody who has a result, by name.

    In an exercise that others have a result in, who has none gets 0: nobody's total is higher for
    having handed in less.
    """
    by_student: dict[str, list[Standing]] = {}
    most: dict[str, float] = {}
    for standing in standings:
        by_student.setdefault(standing.student, []).append(standing)
        most[standing.exercise] = max(most.get(standing.exercise, 0.0), standing.max_score)
    for student, found in sorted(by_student.items()):
        yield _student(student, _completed(student, found, most), course)


def _completed(
    student: str, found: Sequence[Standing], most: Mapping[str, float]
) -> list[Standing]:
    """`found` and those in which the student has no result, by exercise."""
    known = {standing.exercise: standing for standing in found}
    name = next((standing.full_name for standing in found if standing.full_name), "")
    return [known.get(id) or absent(student, name, id, most[id]) for id in sorted(most)]


def _student(student: str, found: Iterable[Standing], course: Course) -> StudentMarks:
    marks = tuple(_mark(standing, course) for standing in found)
    tracks = totals(
        course, [Marked(m.standing.exercise, m.given.points, m.standing.max_score) for m in marks]
    )
    name = next((m.standing.full_name for m in marks if m.standing.full_name), "")
    remarks = course.remarks(student)
    return StudentMarks(student, name, marks, tuple(tracks), total(tracks), remarks)


def _mark(standing: Standing, course: Course) -> CourseMark:
    rules = course.rules(standing.student, standing.exercise)
    points, most = standing.score, standing.max_score
    earned = Earned(points, most, standing.when, standing.late, standing.absent)
    return CourseMark(standing, give(earned, rules), rules)


def basis(mark: CourseMark) -> Mapping[str, float | str | None]:
    """What a mark rests on, by the names that the journal of changes has for it."""
    rules, told = mark.rules, {}
    if rules.override:
        told["override"] = f"{rules.override.points:g}: {rules.override.reason}"
    if rules.extension and rules.deadline:
        end = rules.extension.end(rules.deadline).isoformat()
        told["extension"] = f"{end}: {rules.extension.reason}"
    if rules.handed_in:
        told["handed_in"] = f"{rules.handed_in.at.isoformat()}: {rules.handed_in.reason}"
    return {
        "earned": mark.standing.score,
        "given": mark.given.points,
        **told,
        "rule": mark.given.rule,
    }
