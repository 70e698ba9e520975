"""How a check ends when it does not pass."""

from dataclasses import dataclass, field
from enum import Enum

EITHER = " Or: "
"""Between the sentences of mistakes that fit a program equally."""
_WIDEST, _MOST = 2000, 20


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
    def lines(self) -> list[str]:
        """The feedback, capped; what a student's message holds never begins a line of its own."""
        return [line[:_WIDEST].replace("\n", "\n    ") for line in self.feedback[:_MOST]]

    @property
    def text(self) -> str:
        """The feedback as one text."""
        return "\n".join(self.lines)
