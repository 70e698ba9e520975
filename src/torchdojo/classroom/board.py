"""How a class stands: whose work has which mark, what is still to be graded, who is done."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from torchdojo.catalog import Exercise
from torchdojo.classroom.ledger import Ledger
from torchdojo.classroom.marks import Graded, Mark
from torchdojo.classroom.students import Student
from torchdojo.classroom.works import Work


@dataclass
class Board:
    """The marks of a class: a row for each student, a column for each exercise.

    It holds no result, only marks, and so has room for classes of thousands.
    """

    students: Sequence[Student]
    exercises: Sequence[Exercise]
    works: list[Work]
    """Row by row."""
    marks: list[Mark | None] = field(init=False)
    faults: dict[str, Graded] = field(default_factory=dict)
    """By label: what a fault of the grader left open."""
    _waiting: dict[str, list[int]] = field(init=False)
    """The places of works without a mark, by label."""
    _left: list[int] = field(init=False)
    """How many works of each student have no mark."""

    def __post_init__(self) -> None:
        self.marks = [None] * len(self.works)
        self._left = [len(self.exercises)] * len(self.students)
        self._waiting = {}
        for place, work in enumerate(self.works):
            self._waiting.setdefault(work.label, []).append(place)

    def recall(self, ledger: Ledger) -> None:
        """Take over the marks that are known from earlier runs."""
        for label, mark in ledger.marks():
            if label in self._waiting:
                self.settle(label, mark)

    @property
    def empty(self) -> bool:
        """Whether no mark is known."""
        return all(mark is None for mark in self.marks)

    def due(self) -> list[Work]:
        """What has to be graded: works without a mark, one for each label."""
        return [self.works[places[0]] for places in self._waiting.values()]

    def settle(self, label: str, mark: Mark, fault: Graded | None = None) -> list[int]:
        """Note a mark; returns the rows of the students of whom all is known by it."""
        done = []
        if fault is not None:
            self.faults[label] = fault
        for place in self._waiting.pop(label):
            self.marks[place] = mark
            row = place // len(self.exercises)
            self._left[row] -= 1
            if not self._left[row]:
                done.append(row)
        return done

    def done(self) -> list[int]:
        """The rows of the students of whom all is known."""
        return [row for row, left in enumerate(self._left) if not left]

    def row(self, row: int) -> list[tuple[Work, Mark | None]]:
        """A student's works with their marks, in order of the exercises."""
        start, count = row * len(self.exercises), len(self.exercises)
        return list(
            zip(self.works[start : start + count], self.marks[start : start + count], strict=True)
        )

    def column(self, column: int) -> list[Mark]:
        """The marks that are known of an exercise."""
        found = self.marks[column :: len(self.exercises)]
        return [mark for mark in found if mark is not None]

    def open(self) -> Iterator[tuple[Work, str]]:
        """The works that a fault of the grader left open, with the reason."""
        for work in self.works if self.faults else ():
            if work.label in self.faults:
                yield work, self.faults[work.label].open

    def mistakes(self) -> Counter[tuple[str, str]]:
        """How many students made each recorded mistake, by exercise and sentence."""
        made: Counter[tuple[str, str]] = Counter()
        for column, exercise in enumerate(self.exercises):
            for mark in self.column(column):
                made.update((exercise.id, sentence) for sentence in mark.made)
        return made


def total(marks: Iterable[Mark | None]) -> float | None:
    """The sum of the scores; None if one is not known."""
    scores = [None if mark is None else mark.score for mark in marks]
    known = [score for score in scores if score is not None]
    return round(sum(known), 6) if len(known) == len(scores) else None


def most(marks: Iterable[Mark | None]) -> float:
    """The points that could be reached in what is known."""
    return round(sum(mark.max_score for mark in marks if mark is not None), 6)
