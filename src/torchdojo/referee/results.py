"""What comes out of a run: results of checks, scores of exercises, the JSON report."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

KEY = "torchdojo"
Check = dict[str, Any]

_PUBLISHED = (
    "name", "requirement", "visible", "points", "score", "outcome", "feedback", "told", "seconds",
)  # fmt: skip
_NOT_RUN = "Not run: the run was stopped before this check."


@dataclass
class Results:
    """The results of checks as they come in, in whatever order."""

    by_node: dict[str, Check] = field(default_factory=dict)
    expected: dict[str, Check] = field(default_factory=dict)

    def expect(self, checks: Iterable[Check]) -> None:
        """Note checks that were collected, in order."""
        for check in checks:
            self.expected.setdefault(check["node"], check)

    def add(self, check: Check) -> None:
        """Note the result of one check; an error outranks what was there."""
        earlier = self.by_node.get(check["node"])
        if earlier is None or earlier["outcome"] == "passed":
            self.by_node[check["node"]] = check

    def all(self) -> list[Check]:
        """Every check in the order of collection, those that did not run as skipped."""
        nodes = {**self.expected, **self.by_node}
        return [self.by_node.get(node) or _not_run(check) for node, check in nodes.items()]


def _not_run(check: Check) -> Check:
    said = {"outcome": "skipped", "score": 0.0, "seconds": 0.0, "not_started": False}
    return check | said | {"feedback": _NOT_RUN, "told": _NOT_RUN}


@dataclass(frozen=True)
class ExerciseScore:
    """The score of one exercise; None where a fault of the grader leaves it open."""

    id: str
    title: str
    score: float | None
    max_score: float
    status: str
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Report:
    """The whole outcome of a run."""

    seed: int
    isolation: dict[str, Any] | None
    device: str
    submission: str
    exercises: tuple[ExerciseScore, ...]

    @property
    def max_score(self) -> float:
        """All points of the exercises that were scored."""
        return _sum(e.max_score for e in self.exercises)

    @property
    def score(self) -> float | None:
        """The points reached; None where a fault of the grader leaves one open."""
        scores = [e.score for e in self.exercises if e.score is not None]
        return _sum(scores) if len(scores) == len(self.exercises) else None

    def as_json(self) -> str:
        """The report in the form that ``score-report.schema.json`` describes."""
        data = {
            "score": self.score,
            "max_score": self.max_score,
            "seed": self.seed,
            "isolation": self.isolation,
            "device": self.device,
            "exercises": {e.id: published(e) for e in self.exercises},
        }
        return json.dumps(data, indent=2) + "\n"


def published(exercise: ExerciseScore) -> dict[str, Any]:
    """The part of the report on one exercise, as plain data."""
    return {
        "score": exercise.score,
        "max_score": exercise.max_score,
        "status": exercise.status,
        "checks": [{key: check[key] for key in _PUBLISHED} for check in exercise.checks],
    }


def counted(checks: Iterable[Check]) -> list[Check]:
    """The checks that were carried out: those for an absent accelerator do not count."""
    return [check for check in checks if check["outcome"] != "skipped"]


def not_gradable(checks: Iterable[Check]) -> bool:
    """Whether there was no file to grade, or none that can be read."""
    return {check["outcome"] for check in counted(checks)} == {"not_gradable"}


def told_to_student(check: Check) -> str:
    """What the student may read of a check; see `settling`.

    A result of an earlier torchdojo does not say it; of a hidden check there is then no more to
    tell than whether it is met.
    """
    if "told" in check:
        return str(check["told"])
    return str(check["feedback"]) if check["visible"] else "It is not met."


def _sum(values: Iterable[float]) -> float:
    return round(sum(values), 6)


def score_exercises(checks: Iterable[Check]) -> tuple[ExerciseScore, ...]:
    """Add up the checks of each exercise, exercises in order of their ids."""
    groups: dict[str, list[Check]] = {}
    for check in checks:
        groups.setdefault(check["exercise"], []).append(check)
    return tuple(_scored(id, groups[id]) for id in sorted(groups))


def _scored(id: str, checks: list[Check]) -> ExerciseScore:
    open_points = any(check["score"] is None for check in checks)
    score = None if open_points else _sum(check["score"] for check in checks)
    most = _sum(check["points"] for check in checks)
    status = _status(checks, score, most)
    return ExerciseScore(id, checks[0]["title"], score, most, status, tuple(checks))


def _status(checks: list[Check], score: float | None, most: float) -> str:
    if score is None:
        return "error"
    if score >= most:
        return "passed"
    if score > 0:
        return "partial"
    ran = counted(checks)
    return "not_started" if ran and all(check["not_started"] for check in ran) else "failed"
