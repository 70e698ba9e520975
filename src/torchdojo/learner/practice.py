"""An exercise that is worked on: what is known of it now, wherever that is shown."""

from dataclasses import dataclass, field

from torchdojo.catalog import Exercise
from torchdojo.learner.records import Record
from torchdojo.learner.verdicts import Checked, Problem, Scored, at_last, problems


@dataclass(frozen=True)
class Fault:
    """Why a round of checks has no score."""

    sentence: str


Heard = int | Checked | Record | Scored | Fault
"""What is told in a round: how many checks there are, each of them, what is remembered, the end."""


@dataclass(frozen=True)
class News:
    """What is told, and by which round: a save begins another one while one goes on."""

    round: int
    heard: Heard


@dataclass
class Practice:
    """The state of one exercise: its checks as they come, then its score."""

    exercise: Exercise
    record: Record
    round: int = 0
    """Which round's news count."""
    running: bool = False
    expected: int = 0
    checks: list[Checked] = field(default_factory=list)
    failed: list[Checked] = field(default_factory=list)
    """Those that were lost, with the questions on which they were."""
    scored: Scored | None = None
    fault: str = ""

    def begin(self, round: int) -> None:
        """A new round: what the one before has found is out of date."""
        self.round, self.running = round, True
        self.expected, self.checks, self.failed = 0, [], []
        self.scored, self.fault = None, ""

    def hear(self, news: News) -> bool:
        """Take in what is told; returns whether it was news of the round that goes on."""
        if news.round != self.round or not self.running:
            return False
        match news.heard:
            case int(count):
                self.expected = count
            case Checked() as check:
                self.checks += [check] if check.counts else []
                self.failed += [check] if check.counts and not check.met else []
            case Record() as record:
                self.record = record
            case Scored() as scored:
                self.scored, self.running = scored, False
                self.checks = [check for check in scored.checks if check.counts]
                self.failed = at_last(self.failed, scored)
            case Fault(sentence):
                self.fault, self.running = sentence, False
        return True

    @property
    def problems(self) -> list[Problem]:
        """What is wrong, as far as it is known."""
        return problems(self.checks)

    @property
    def done(self) -> bool:
        """Whether the work as it is now has full marks."""
        return self.scored is not None and self.scored.full

    @property
    def hints(self) -> tuple[str, ...]:
        """The hints that were shown."""
        return self.exercise.source.hints[: self.record.hints]
