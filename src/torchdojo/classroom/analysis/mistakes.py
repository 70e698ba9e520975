"""Which recorded mistakes were made by how many, and which of them go together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from math import sqrt
from operator import or_

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
    bits = {student.name: 1 << place for place, student in enumerate(class_)}
    began = _began(class_, bits)
    common = [(one, _set(one.students, bits)) for one in made if len(one.students) >= FEWEST]
    found = [
        _pair(a, b, began[a[0].exercise] & began[b[0].exercise])
        for a, b in combinations(common, 2)
        if (a[1] & b[1]).bit_count() >= FEWEST and (b[0].exercise, b[0].id) not in a[0].others
    ]
    pairs = [pair for pair in found if pair.both >= FEWEST and (pair.phi or 0) > 0]
    return sorted(pairs, key=lambda pair: (-(pair.phi or 0), -pair.both))


def _set(students: Iterable[str], bits: Mapping[str, int]) -> int:
    """A set of students as bits: a class has hundreds of thousands of pairs of mistakes."""
    return reduce(or_, (bits[name] for name in students), 0)


def _began(class_: Sequence[StudentResult], bits: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for student in class_:
        for exercise in student.exercises:
            if exercise.begun:
                found[exercise.id] |= bits[student.name]
    return found


def _pair(first: tuple[Mistake, int], second: tuple[Mistake, int], who: int) -> Together:
    a, b = first[1] & who, second[1] & who
    counts = (a & b, a & ~b, b & ~a, who & ~(a | b))
    return Together(first[0], second[0], *(count.bit_count() for count in counts))
