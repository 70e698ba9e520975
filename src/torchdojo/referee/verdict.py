"""How a check ends when it does not pass."""

from dataclasses import dataclass, field
from enum import Enum


class Outcome(Enum):
    """What became of a check."""

    PASSED = "passed"
    FAILED = "failed"
    STUDENT_ERROR = "student_error"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASH = "crash"
    FORBIDDEN = "forbidden"
    NOT_GRADABLE = "not_gradable"
    GRADER_ERROR = "grader_error"
    SKIPPED = "skipped"


@dataclass
class Verdict(Exception):
    """Ends a check: its outcome, and the feedback for the student, most telling line first."""

    outcome: Outcome
    feedback: list[str] = field(default_factory=list)
    not_started: bool = False

    @property
    def text(self) -> str:
        """The feedback as one text."""
        return "\n".join(self.feedback)
