"""What comes out of a run: results of checks, scores of exercises, the JSON report."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from torchdojo.catalog.checks import plain_name

KEY = "torchdojo"
REVISED = "torchdojo revised"
"""What all evidence of a program says of its checks, by their nodes, where it is something else
than what was said when they ended."""
NOT_RUN = "not_run"
REQUIRED = "Required: "
"""What a line begins with that says what a check asks for."""
GATE = "While this fails, the exercise gives no points: the code that you were given does it right."
Check = dict[str, Any]
Graded = dict[str, str | None]
"""The ``file`` that is graded, and the one beside it that is ``passed_over``, if there is one."""

_PUBLISHED = (
    "name", "requirement", "visible", "points", "score", "outcome", "feedback", "told", "seconds",
)  # fmt: skip


@dataclass
class Results:
    """The results of checks as they come in, in whatever order and however often."""

    by_node: dict[str, Check] = field(default_factory=dict)
    expected: dict[str, Check] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    """Checks whose process ended before they had a result."""
    begun: set[str] = field(default_factory=set)
    """Exercises of which checks were collected, should no more be known of them."""

    def expect(self, checks: Iterable[Check]) -> None:
        """Note checks that were collected."""
        for check in checks:
            self.expected.setdefault(check["node"], check)

    def add(self, check: Check) -> None:
        """Note the result of one check; an error outranks what was there."""
        earlier = self.by_node.get(check["node"])
        if earlier is None or earlier["outcome"] == "passed":
            self.by_node[check["node"]] = check

    def revise(self, node: str, said: Check) -> None:
        """Put other words to a check that has failed."""
        if node in self.by_node and self.by_node[node]["outcome"] != "passed":
            self.by_node[node] = self.by_node[node] | said

    def lose(self, node: str) -> None:
        """Note that a check has failed without a result, as it does when its process ends."""
        self.lost.add(node)

    def all(self, listed: Callable[[str], Iterable[Check]]) -> list[Check]:
        """Every check, once, in the order of its file, those that did not run as such.

        `listed` gives all checks of an exercise, by its id; those that were not collected
        were not asked for.
        """
        nodes = {**self.expected, **self.by_node}
        found = [self.by_node.get(node) or self._not_run(check) for node, check in nodes.items()]
        ids = {check["exercise"] for check in found}
        ids |= self.begun - {id.split("::")[0] for id in ids}
        for id in ids:
            found += _not_chosen(id, [c for c in found if c["exercise"] == id], listed(id))
        return _once(sorted(found, key=lambda check: (check["exercise"], check["place"])))

    def _not_run(self, check: Check) -> Check:
        return _left_open(check, _LOST if check["node"] in self.lost else _STOPPED)


_LOST = "No result: the process that ran this check has ended; run it again."
_STOPPED = "Not run: the run was stopped before this check."
_NOT_CHOSEN = "Not run: this check was not chosen."


def _not_chosen(id: str, found: list[Check], listed: Iterable[Check]) -> Iterator[Check]:
    """The checks, or their parts on some devices, that are listed but not among those found."""
    points: dict[str, float] = {}
    for check in found:
        name = plain_name(check["name"])
        points[name] = points.get(name, 0.0) + check["points"]
    for check in listed:
        rest = _sum([check["points"], -points.get(check["name"], 0.0)])
        if check["name"] not in points or rest > 0:
            yield _left_open(check | {"exercise": id, "points": rest}, _NOT_CHOSEN)


def _left_open(check: Check, why: str) -> Check:
    said = {"outcome": NOT_RUN, "score": None, "seconds": 0.0, "not_started": False}
    return check | said | {"feedback": why, "told": why}


def _once(checks: Iterable[Check]) -> list[Check]:
    """Of a check that ran several times, under different ids, the run that went worst."""
    found: dict[tuple[str, str], Check] = {}
    for check in checks:
        earlier = found.setdefault((check["exercise"], check["name"]), check)
        if earlier["outcome"] == "passed":
            found[check["exercise"], check["name"]] = check
    return list(found.values())


@dataclass(frozen=True)
class ExerciseScore:
    """The score of one exercise; None where a check that did not run, or a fault of the grader,
    leaves it open."""

    id: str
    title: str
    score: float | None
    max_score: float
    status: str
    checks: tuple[Check, ...]
    notes: tuple[str, ...] = ()
    """What is to be said of the program whether it lost points or not."""

    @property
    def graded(self) -> Graded:
        """The file that was graded; None where there is none that can be read, or no check ran."""
        found = (check["graded"] for check in self.checks if check.get("graded"))
        return next(found, {"file": None, "passed_over": None})

    @property
    def reached(self) -> float:
        """The points of the checks that have a result."""
        return _sum(check["score"] or 0.0 for check in self.checks)


@dataclass(frozen=True)
class Next:
    """What a student turns to after a run."""

    title: str
    place: str
    """Of the file, as it is reached from where pytest was started."""


@dataclass(frozen=True)
class Report:
    """The whole outcome of a run."""

    seed: int
    isolation: dict[str, Any] | None
    device: str
    submission: str
    exercises: tuple[ExerciseScore, ...]
    next: Next | None = None

    @property
    def max_score(self) -> float:
        """All points of the exercises that were scored."""
        return _sum(e.max_score for e in self.exercises)

    @property
    def reached(self) -> float:
        """The points of all checks that have a result."""
        return _sum(e.reached for e in self.exercises)

    @property
    def score(self) -> float | None:
        """The points reached; None where those of an exercise are open."""
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
    told = {
        "score": exercise.score,
        "max_score": exercise.max_score,
        "status": exercise.status,
        **exercise.graded,
        "checks": [published_check(check) for check in exercise.checks],
    }
    return told | ({"notes": list(exercise.notes)} if exercise.notes else {})


def published_check(check: Check) -> Check:
    """The part of the report on one check, as plain data."""
    told = {key: check[key] for key in _PUBLISHED}
    return told | {key: check[key] for key in ("diagnosis", "picture") if check.get(key)}


def counted(checks: Iterable[Check]) -> list[Check]:
    """The checks that were carried out: those for an absent accelerator do not count."""
    return [check for check in checks if check["outcome"] not in ("skipped", NOT_RUN)]


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


def is_missed(check: Check) -> bool:
    """Whether a check that counts has not earned all its points."""
    if check["outcome"] == "skipped":
        return False
    return check["outcome"] != "passed" or bool(check["score"] < check["points"])


def _gated(checks: list[Check]) -> list[Check]:
    """`checks` without any points while one fails that the code given out passes."""
    failing = [c for c in checks if c["gate"] and c["outcome"] != "passed" and not c["not_started"]]
    failing = counted(failing)
    if not failing:
        return checks
    why = f"Met, but no points while this is not: {failing[0]['requirement']}"
    return [_without_points(check, why) for check in checks]


def _without_points(check: Check, why: str) -> Check:
    if check["gate"] and check["outcome"] not in ("passed", "skipped", NOT_RUN):
        return check | {key: f"{check[key]}\n{GATE}" for key in ("feedback", "told")}
    if check["outcome"] == "passed" and check["points"]:
        return check | {"score": 0.0, "feedback": why, "told": why}
    return check


def _scored(id: str, checks: list[Check]) -> ExerciseScore:
    checks = _gated(checks)
    open_points = any(check["score"] is None for check in checks)
    score = None if open_points else _sum(check["score"] for check in checks)
    most = _sum(check["points"] for check in checks)
    status = _status(checks, score, most)
    notes = tuple(dict.fromkeys(note for check in checks for note in check.get("notes", ())))
    return ExerciseScore(id, checks[0]["title"], score, most, status, tuple(checks), notes)


def _status(checks: list[Check], score: float | None, most: float) -> str:
    if score is None:
        faulty = any(c["score"] is None and c["outcome"] != NOT_RUN for c in checks)
        return "error" if faulty else "incomplete"
    if score >= most:
        return "passed"
    if score > 0:
        return "partial"
    ran = counted(checks)
    return "not_started" if ran and all(check["not_started"] for check in ran) else "failed"
