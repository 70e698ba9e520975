"""Which recorded mistakes were made by how many, and which of them go together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from torchdojo.classroom.reading import StudentResult

FEWEST = 2
"""Students who made both mistakes of a pair; one of them is an accident."""
_JOINED = "+"
Key = tuple[str, str]


@dataclass(frozen=True)
class Mistake:
    """A recorded mistake, and who made it."""

    exercise: str
    id: str
    sentence: str
    students: frozenset[str]


@dataclass(frozen=True)
class Together:
    """Two mistakes, and how many students made both, one or neither of them."""

    first: Mistake
    second: Mistake
    both: int
    only_first: int
    only_second: int
    neither: int

    @property
    def phi(self) -> float | None:
        """The correlation of two things that are there or not; None where one always is."""
        a, b, c, d = self.both, self.only_first, self.only_second, self.neither
        spread = sqrt((a + b) * (c + d) * (a + c) * (b + d))
        return (a * d - b * c) / spread if spread else None


def mistakes(class_: Sequence[StudentResult]) -> list[Mistake]:
    """The recorded mistakes that were recognised, those of the most students first."""
    made: dict[Key, set[str]] = {}
    sentences: dict[Key, str] = {}
    for student, exercise, id, sentence in _recognised(class_):
        made.setdefault((exercise, id), set()).add(student)
        known = sentences.setdefault((exercise, id), sentence)
        if len(sentence) < len(known):  # of itself alone, not of a pair
            sentences[exercise, id] = sentence
    found = [Mistake(*key, sentences[key], frozenset(who)) for key, who in made.items()]
    return sorted(found, key=lambda one: (-len(one.students), one.exercise, one.id))


def _recognised(class_: Sequence[StudentResult]) -> Iterator[tuple[str, str, str, str]]:
    for student in class_:
        for exercise in student.exercises:
            for check in exercise.checks:
                if check.kind == "recognised":
                    for id in check.id.split(_JOINED):
                        yield student.name, exercise.id, id, check.sentence


def together(class_: Sequence[StudentResult], made: Sequence[Mistake]) -> list[Together]:
    """Pairs of mistakes that at least `FEWEST` students made, the closest first.

    Those count who began both exercises.
    """
    began = _began(class_)
    common = [one for one in made if len(one.students) >= FEWEST]
    pairs = (_pair(a, b, began) for a, b in combinations(common, 2))
    found = [pair for pair in pairs if pair.both >= FEWEST and (pair.phi or 0) > 0]
    return sorted(found, key=lambda pair: (-(pair.phi or 0), -pair.both))


def _began(class_: Sequence[StudentResult]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for student in class_:
        for exercise in student.exercises:
            if exercise.begun:
                found.setdefault(exercise.id, set()).add(student.name)
    return found


def _pair(first: Mistake, second: Mistake, began: Mapping[str, set[str]]) -> Together:
    who = began.get(first.exercise, set()) & began.get(second.exercise, set())
    a, b = first.students & who, second.students & who
    return Together(first, second, len(a & b), len(a - b), len(b - a), len(who - a - b))
