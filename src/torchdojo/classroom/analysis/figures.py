"""How hard each check is, and how well it tells students apart: classical item analysis."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, median

from torchdojo.classroom.reading import CheckResult, ExerciseResult, StudentResult

FEWEST = 5
"""With fewer students a correlation says nothing."""


@dataclass(frozen=True)
class CheckFigures:
    """How the students who began an exercise did on one of its checks."""

    exercise: str
    check: str
    requirement: str
    visible: bool
    points: float
    students: int
    failed: int
    lost: float
    """The share of the points that was lost, or of students who failed where it has none."""
    discrimination: float | None
    """Correlation with the rest of the score; None where it is not defined."""
    seconds: float
    """The median."""


@dataclass(frozen=True)
class ExerciseFigures:
    """How many students stand where with an exercise."""

    id: str
    done: int
    begun: int
    untouched: int
    missing: int
    open: int
    mean: float | None
    """The share of the points that was reached by those whose score is known."""


@dataclass(frozen=True)
class StudentFigures:
    """How a student stands."""

    name: str
    reached: float
    most: float
    untouched: int
    """Exercises that were not started, or not handed in."""
    begun: int
    """Exercises that were begun and are not done."""

    @property
    def lost(self) -> float:
        """The points that are missing."""
        return round(self.most - self.reached, 6)


def check_figures(class_: Sequence[StudentResult]) -> list[CheckFigures]:
    """The figures of each check, in order of the exercises."""
    seen: dict[tuple[str, str], list[tuple[CheckResult, float]]] = {}
    for student in class_:
        whole = sum(c.score or 0.0 for e in student.exercises for c in e.checks)
        for exercise in (e for e in student.exercises if e.begun):
            for check in exercise.checks:
                if check.counts and check.score is not None:
                    rest = whole - check.score
                    seen.setdefault((exercise.id, check.name), []).append((check, rest))
    return [_figures(id, results) for (id, _), results in sorted(seen.items())]


def _figures(id: str, results: Sequence[tuple[CheckResult, float]]) -> CheckFigures:
    first = results[0][0]
    shares = [_share(check) for check, _ in results]
    enough = len(results) >= FEWEST
    return CheckFigures(
        exercise=id,
        check=first.name,
        requirement=first.requirement,
        visible=first.visible,
        points=first.points,
        students=len(results),
        failed=sum(check.outcome != "passed" for check, _ in results),
        lost=1 - fmean(shares),
        discrimination=correlation(shares, [rest for _, rest in results]) if enough else None,
        seconds=median(check.seconds for check, _ in results),
    )


def _share(check: CheckResult) -> float:
    if not check.points:
        return float(check.outcome == "passed")
    return (check.score or 0.0) / check.points


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Pearson's r; the point-biserial where one is 0 or 1. None where either is constant."""
    means = fmean(first), fmean(second)
    pairs = [(a - means[0], b - means[1]) for a, b in zip(first, second, strict=True)]
    spread = sqrt(sum(a * a for a, _ in pairs) * sum(b * b for _, b in pairs))
    return sum(a * b for a, b in pairs) / spread if spread > 1e-12 else None


def exercise_figures(class_: Sequence[StudentResult]) -> list[ExerciseFigures]:
    """The figures of each exercise, in order."""
    found: dict[str, list[ExerciseResult]] = {}
    for student in class_:
        for exercise in student.exercises:
            found.setdefault(exercise.id, []).append(exercise)
    return [_stand(id, results) for id, results in sorted(found.items())]


def _stand(id: str, results: Sequence[ExerciseResult]) -> ExerciseFigures:
    kinds = Counter(map(_kind, results))
    known = [one.score / (one.max_score or 1) for one in results if one.score is not None]
    return ExerciseFigures(
        id,
        done=kinds["done"],
        begun=kinds["begun"],
        untouched=kinds["untouched"],
        missing=kinds["missing"],
        open=kinds["open"],
        mean=fmean(known) if known else None,
    )


def _kind(result: ExerciseResult) -> str:
    if result.score is None:
        return "open"
    if not result.readable:
        return "missing"
    if not result.begun:
        return "untouched"
    return "done" if result.score >= result.max_score else "begun"


def student_figures(class_: Sequence[StudentResult]) -> list[StudentFigures]:
    """How everybody stands, whoever lost most first."""
    found = [_student(student) for student in class_]
    return sorted(found, key=lambda one: (-one.lost, one.name))


def _student(student: StudentResult) -> StudentFigures:
    kinds = Counter(map(_kind, student.exercises))
    reached = round(sum(one.score or 0.0 for one in student.exercises), 6)
    most = round(sum(one.max_score for one in student.exercises if one.score is not None), 6)
    untouched = kinds["untouched"] + kinds["missing"]
    return StudentFigures(student.name, reached, most, untouched, kinds["begun"])
