"""How a check ends when it does not pass."""

from collections.abc import Sequence
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
    NOT_RUN = "not_run"


_SAYING_NOTHING = {
    Outcome.FAILED: "What came back is not what is expected.",
    Outcome.STUDENT_ERROR: "Your code raised an error.",
    Outcome.TIMEOUT: "There was no answer within the time limit: is there a loop that never ends?",
    Outcome.MEMORY: "It needs more memory than an exercise may use.",
    Outcome.CRASH: "Your code ended its process.",
    Outcome.FORBIDDEN: "It uses what this exercise asks you to write yourself.",
    Outcome.NOT_GRADABLE: "Your answer could not be read.",
}


@dataclass
class Verdict(Exception):
    """Ends a check: its outcome, and the feedback, most telling line first.

    The feedback may quote what the program sent, and the arguments it was given. What is `told` of
    a hidden check must not: a program that learns its inputs there could spell them out. So it is
    made of sentences of ours, of shapes, dtypes and names of built-in errors; a verdict that says
    nothing else tells the outcome alone.
    """

    outcome: Outcome
    feedback: list[str] = field(default_factory=list)
    not_started: bool = False
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.told = self.told or [_SAYING_NOTHING.get(self.outcome, "It is not met.")]

    def name_first(self, sentence: str, told: str = "") -> None:
        """Put a sentence of ours, such as that of a mistake, before the rest.

        Of a hidden check students read `told` in its place, where it is another.
        """
        self.feedback.insert(0, sentence)
        self.told.insert(0, told or sentence)

    def add(self, sentence: str) -> None:
        """Put a sentence for the instructor, and for the student of a visible check, second."""
        self.feedback.insert(1, sentence)

    @property
    def lines(self) -> list[str]:
        """The feedback, capped; what a student's message holds never begins a line of its own."""
        return _capped(self.feedback)

    @property
    def text(self) -> str:
        """The feedback as one text."""
        return "\n".join(self.lines)

    @property
    def told_text(self) -> str:
        """What the student may read of a hidden check, as one text."""
        return "\n".join(_capped(self.told))


def _capped(lines: Sequence[str]) -> list[str]:
    return [line[:_WIDEST].replace("\n", "\n    ") for line in lines[:_MOST]]
