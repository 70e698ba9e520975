"""What a run tells of a student's work, as values: one decoder for what comes by the stream."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from torchdojo.catalog.checks import plain_name
from torchdojo.feedback.pictures import Picture, picture_from

_UNWRITTEN = "Not written yet"
SKIPPED, PASSED, NOT_RUN, GRADER_ERROR = "skipped", "passed", "not_run", "grader_error"


@dataclass(frozen=True)
class Cause:
    """What is behind a failed check, as far as it is known."""

    kind: str
    id: str
    sentence: str


@dataclass(frozen=True)
class Failing:
    """The question that a check was lost on, ready to be asked again."""

    words: str
    about: str
    source: str
    probe: str
    called: bool
    header: str
    body: str


@dataclass(frozen=True)
class Checked:
    """What became of one check."""

    name: str
    requirement: str
    points: float
    score: float | None
    outcome: str
    feedback: str = ""
    cause: Cause | None = None
    failing: Failing | None = None
    picture: Picture | None = None
    """Of the first answer that was not as expected."""

    @property
    def counts(self) -> bool:
        """Whether it was carried out: checks for an absent accelerator are not."""
        return self.outcome != SKIPPED

    @property
    def met(self) -> bool:
        """Whether the requirement is met."""
        return self.outcome == PASSED

    @property
    def unwritten(self) -> bool:
        """Whether all that is wrong is that the code is still missing."""
        return not self.met and self.feedback.startswith(_UNWRITTEN)

    @property
    def where(self) -> str:
        """The device that it ran on, if its name tells one."""
        return self.name[len(plain_name(self.name)) :].strip("[]")


@dataclass(frozen=True)
class Scored:
    """The outcome of an exercise, after its last check."""

    id: str
    score: float | None
    """None where a fault of the grader leaves it open."""
    max_score: float
    status: str
    """As in the score report, such as ``passed`` or ``not_started``."""
    checks: tuple[Checked, ...]
    file: str = ""
    passed_over: str = ""
    notes: tuple[str, ...] = ()

    @property
    def full(self) -> bool:
        """Whether the work has full marks."""
        return self.status == "passed"


Told = Checked | Scored


def told(line: dict[str, Any]) -> Told | int | None:
    """A line of the stream as a value: how many checks there are, one of them, or the score.

    None where it says nothing of the student's work. See `torchdojo.referee.stream`.
    """
    if "checks" in line:
        return int(line["checks"])
    if "check" in line:
        return _checked(line["check"], line.get("failing"))
    return _scored(line) if "scored" in line else None


def _checked(data: dict[str, Any], failing: dict[str, Any] | None = None) -> Checked:
    cause = data.get("diagnosis")
    return Checked(
        name=data["name"],
        requirement=data["requirement"],
        points=data["points"],
        score=data["score"],
        outcome=data["outcome"],
        feedback=data["feedback"],
        cause=None if cause is None else Cause(**cause),
        failing=None if failing is None else Failing(**failing),
        picture=picture_from(data["picture"]) if data.get("picture") else None,
    )


def checked(data: dict[str, Any]) -> Checked:
    """What `dataclasses.asdict` made of a `Checked`, as a value again."""
    cause, failing = data["cause"], data["failing"]
    return Checked(
        **data | {"cause": cause and Cause(**cause)} | {"failing": failing and Failing(**failing)}
    )


def _scored(line: dict[str, Any]) -> Scored:
    data, failing = line["scored"], line.get("failing", {})
    return Scored(
        id=line["exercise"],
        score=data["score"],
        max_score=data["max_score"],
        status=data["status"],
        checks=tuple(_checked(check, failing.get(check["name"])) for check in data["checks"]),
        file=data.get("file") or "",
        passed_over=data.get("passed_over") or "",
        notes=tuple(data.get("notes", ())),
    )


def at_last(checks: Sequence[Checked], scored: Scored) -> list[Checked]:
    """`checks` as they came, those in other words that have a smaller failing question by now."""
    smaller = {check.name: check for check in scored.checks if check.failing is not None}
    return [smaller.get(check.name, check) for check in checks]


@dataclass(frozen=True)
class Problem:
    """One cause, with all the checks that it costs."""

    sentence: str
    checks: tuple[Checked, ...]

    @property
    def feedback(self) -> str:
        """All that is said of it, by its first check."""
        return self.checks[0].feedback


def problems(checks: Sequence[Checked]) -> list[Problem]:
    """What is wrong: each cause once, in the order of the checks, however many it costs."""
    found: dict[str, list[Checked]] = {}
    for check in checks:
        if check.counts and not check.met:
            found.setdefault(_identity(check), []).append(check)
    return [Problem(_sentence(lost[0]), tuple(lost)) for lost in found.values()]


def _identity(check: Checked) -> str:
    return _UNWRITTEN if check.unwritten else _sentence(check)


def _sentence(check: Checked) -> str:
    """The first line says it: the cause's own sentence is that which hidden checks may tell."""
    return check.feedback.split("\n")[0]
