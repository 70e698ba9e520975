"""How a check ends when it does not pass."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torchdojo.feedback.evidence import Answered

EITHER = " Or: "
"""Between the sentences of mistakes that fit a program equally."""
AND = " And: "
"""Between those of two mistakes that explain it together."""
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


@dataclass(frozen=True)
class Diagnosis:
    """What is behind a failed check, as far as it is known, in words that its student may read."""

    kind: str
    """``recognised`` (a recorded mistake), ``stated`` (the difference says it all), ``related``
    (what all answers that differ have in common), ``contrasted`` (what sets the calls that went
    wrong apart), ``event`` (what the program does where every right one does something else) or
    ``located`` (where it differs or raises, and no more)."""
    id: str
    """Of the mistakes, joined by ``+``; of the relation; else the outcome of the check."""
    sentence: str


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
    stated: bool = False
    """Whether the first line says it all."""
    kind: str = ""
    """Of its diagnosis, where it is more than stated or located."""
    id: str = ""
    answered: "Answered | None" = None
    """The first answer that was not as expected, to be drawn."""

    def __post_init__(self) -> None:
        self.told = self.told or [_SAYING_NOTHING.get(self.outcome, "It is not met.")]

    def name_first(self, kind: str, id: str, sentence: str, told: str = "") -> None:
        """Put a diagnosis, such as the sentence of a mistake, before the rest.

        Of a hidden check students read `told` in its place, where it is another.
        """
        self.kind, self.id = kind, id
        self.feedback.insert(0, sentence)
        self.told.insert(0, told or sentence)

    def diagnosis(self, *, visible: bool) -> Diagnosis:
        """What is behind it, in the words for the student of a check that is `visible` or not."""
        said = self.lines if visible else _capped(self.told)
        first = said[1] if self.kind == "contrasted" and visible else said[0]
        kind = self.kind or ("located" if self.is_located else "stated")
        if kind == "contrasted" and not visible:
            kind = "located"
        return Diagnosis(kind, self.id or self.outcome.value, first)

    @property
    def is_located(self) -> bool:
        """Whether it is known where an answer is wrong or missing, and nothing more."""
        located = self.outcome in (Outcome.FAILED, Outcome.STUDENT_ERROR) and not self.stated
        return located and not self.not_started and not self.kind

    def contrast(self, sentence: str) -> None:
        """Put what sets the calls apart second, for the student of a visible check."""
        self.kind, self.id = "contrasted", "contrast"
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
