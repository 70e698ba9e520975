"""From the end of a check to its result: the one place where it is decided who may read what."""

from dataclasses import asdict, dataclass
from typing import Any

import pytest

from torchdojo.referee.verdict import Diagnosis, Outcome, Verdict

ABSENT_WORDS = "No accelerator on this machine: not exercised, no points attached."


@dataclass(frozen=True)
class Settled:
    """What became of a check."""

    outcome: str
    score: float | None
    """None where a fault of the grader leaves it open."""
    feedback: str = ""
    """For the instructor: everything, which may quote what the program sent."""
    told: str = ""
    """For the student: of a hidden check nothing that the program could have chosen."""
    not_started: bool = False
    diagnosis: Diagnosis | None = None
    """What is behind it, where it failed."""
    picture: dict[str, Any] | None = None
    """Of a visible check of a submission: the first wrong answer drawn, as plain data."""

    def as_data(self) -> dict[str, Any]:
        """Its part of the result, as plain data."""
        return asdict(self)


def settled(
    error: BaseException | None, *, points: float, visible: bool, drawing: bool = False
) -> Settled:
    """The result of a check that ended with this `error`, or with none.

    Only where somebody looks at one program there is `drawing`: pictures of a whole class would
    fill its ledger.
    """
    if error is None:
        return Settled(Outcome.PASSED.value, points)
    if isinstance(error, pytest.skip.Exception):
        return Settled(Outcome.SKIPPED.value, 0.0, ABSENT_WORDS, ABSENT_WORDS)
    if isinstance(error, Verdict):
        told = error.text if visible else error.told_text
        why = error.diagnosis(visible=visible)
        drawn = _drawn(error) if visible and drawing else None
        return Settled(error.outcome.value, 0.0, error.text, told, error.not_started, why, drawn)
    words = f"The grader failed, not you: {type(error).__name__}: {error}".splitlines()[0]
    told = words if visible else f"The grader failed, not you: {type(error).__name__}."
    return Settled(Outcome.GRADER_ERROR.value, None, words, told)


def _drawn(verdict: Verdict) -> dict[str, Any] | None:
    from torchdojo.feedback.pictures.describing import picture_of  # imports torch

    picture = picture_of(verdict.answered) if verdict.answered is not None else None
    return picture.as_data() if picture is not None else None
