"""What a graded program comes to: the result in full, and the few numbers that tables need."""

import json
from collections.abc import Collection as Collected
from dataclasses import dataclass
from typing import Any

from torchdojo.catalog import Exercise
from torchdojo.catalog.checks import read_checks
from torchdojo.classroom.harmless import harmless, harmless_data
from torchdojo.referee.results import not_gradable
from torchdojo.referee.verdict import EITHER, Outcome

_OPEN = (Outcome.GRADER_ERROR.value, Outcome.NOT_RUN.value)
Scored = dict[str, Any]
"""The part of a score report on one exercise."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The result of one program as tables show it."""

    score: float | None
    """None where a fault of the grader leaves it open."""
    max_score: float
    status: str
    """As in the score report, or ``missing`` where there was nothing that could be graded."""
    made: tuple[str, ...] = ()
    """The sentences of the recorded mistakes that were recognised."""


@dataclass(frozen=True, slots=True)
class Graded:
    """The result of one program, ready to be kept."""

    label: str
    scored: Scored
    isolation: dict[str, Any] | None
    """How its players were shut in; None if there were none."""
    device: str

    @classmethod
    def read(cls, line: dict[str, Any]) -> "Graded":
        """What the referee said, with every text made harmless."""
        told = harmless_data({key: line[key] for key in ("scored", "isolation", "device")})
        return cls(str(line["label"]), told["scored"], told["isolation"], told["device"])

    @property
    def open(self) -> str:
        """Why there is no score, or an empty text: a check failed for no fault of the student's."""
        for check in self.scored["checks"]:
            absent = check["outcome"] == Outcome.SKIPPED.value and check["points"]
            if check["outcome"] in _OPEN or absent:
                return str(check["feedback"]) or "The grader failed."
        return ""

    def mark(self, known: Collected[str]) -> Mark:
        """The mark; `known` are the sentences of the exercise's recorded mistakes."""
        checks = self.scored["checks"]
        status = "missing" if not_gradable(checks) else str(self.scored["status"])
        firsts = [check["feedback"].split("\n")[0].split(EITHER) for check in checks]
        said = {sentence for sentences in firsts for sentence in sentences}
        made = tuple(sorted(said & set(known)))
        return Mark(self.scored["score"], self.scored["max_score"], status, made)

    def as_json(self) -> str:
        """The result as a line of text."""
        told = {"scored": self.scored, "isolation": self.isolation, "device": self.device}
        return json.dumps(told)

    @classmethod
    def from_json(cls, label: str, text: str) -> "Graded":
        """What `as_json` wrote for `label`."""
        return cls(label, **json.loads(text))


def not_graded(exercise: Exercise, label: str, why: str) -> Graded:
    """What stands for a program that no run of the referee came to an end with."""
    words = harmless(f"The grader failed, not you: {why}")
    checks: list[dict[str, Any]] = [
        {
            **{"name": check.name, "requirement": check.requirement, "visible": not check.hidden},
            **{"points": check.points, "score": None, "outcome": Outcome.GRADER_ERROR.value},
            **{"feedback": words, "told": words, "seconds": 0.0},
        }
        for check in read_checks(exercise.graders)
    ]
    most = round(sum(check["points"] for check in checks), 6)
    scored = {"score": None, "max_score": most, "status": "error", "checks": checks}
    return Graded(label, scored, None, "")
