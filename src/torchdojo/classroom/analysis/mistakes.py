"""Which recorded mistakes were made by how many, and which of them go together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from torchdojo.classroom.reading import StudentResult
from torchdojo.referee.verdict import EITHER

FEWEST = 3
"""Students who made both mistakes of a pair; of fewer it is an accident, or one copied."""
_JOINED = "+"
Key = tuple[str, str]
"""The exercise, and the mistake's id."""


@dataclass(frozen=True)
class Mistake:
    """A recorded mistake, and who made it."""

    exercise: str
    id: str
    sentence: str
    students: frozenset[str]
    unsure: frozenset[str]
    """Those of them in whose work another mistake fits as well."""
    others: frozenset[Key]
    """These others."""


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


@dataclass(frozen=True)
class _Seen:
    """A mistake that was recognised in a check, and the others that fit it equally."""

    student: str
    key: Key
    sentence: str
    others: frozenset[Key]


def mistakes(class_: Sequence[StudentResult]) -> list[Mistake]:
    """The recorded mistakes that were recognised, those of the most students first."""
    made: dict[Key, list[_Seen]] = {}
    for one in _recognised(class_):
        made.setdefault(one.key, []).append(one)
    found = [_mistake(key, seen) for key, seen in made.items()]
    return sorted(found, key=lambda one: (-len(one.students), one.exercise, one.id))


def _mistake(key: Key, seen: Sequence[_Seen]) -> Mistake:
    students = frozenset(one.student for one in seen)
    sure = frozenset(one.student for one in seen if not one.others)
    sentence = min((one.sentence for one in seen), key=len)
    others = frozenset(other for one in seen for other in one.others)
    return Mistake(*key, sentence, students, students - sure, others)


def _recognised(class_: Sequence[StudentResult]) -> Iterator[_Seen]:
    for student in class_:
        for exercise in student.exercises:
            for check in (c for c in exercise.checks if c.kind == "recognised"):
                keys = [(exercise.id, id) for id in check.id.split(_JOINED)]
                sentences = check.sentence.split(EITHER)
                if len(sentences) != len(keys):
                    sentences = [check.sentence] * len(keys)
                for key, sentence in zip(keys, sentences, strict=True):
                    yield _Seen(student.name, key, sentence, frozenset(keys) - {key})


def together(class_: Sequence[StudentResult], made: Sequence[Mistake]) -> list[Together]:
    """Pairs of mistakes that at least `FEWEST` students made, the closest first.

    Those count who began both exercises. Two that were ever recognised in one check, as either
    may explain it, are no pair: they would go together without anybody having made both.
    """
    began = _began(class_)
    common = [one for one in made if len(one.students) >= FEWEST]
    apart = ((a, b) for a, b in combinations(common, 2) if (b.exercise, b.id) not in a.others)
    pairs = (_pair(a, b, began) for a, b in apart)
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
