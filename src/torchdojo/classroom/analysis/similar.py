"""Programs that share more than the task explains: pairs to be looked at, by a person.

What was given out does not count. A fingerprint weighs the more, the fewer of a class have it:
code that many write is the task's, not a student's. One that stands in a program with full marks
weighs a quarter, since right programs are alike without anybody's help, and equal mistakes seldom.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log

FEWEST = 4
"""Shared fingerprints of a pair that is listed."""
LEAST = 0.3
"""Its score."""
_RIGHT = 0.25
_COMMON, _SHARE = 6, 0.05
"""More students than these, and than this share, have what is everybody's."""


@dataclass(frozen=True)
class Sample:
    """A student's program for an exercise."""

    student: str
    exercise: str
    right: bool
    """Whether it has full marks."""
    marks: Mapping[int, int]
    """The lines of its fingerprints, without those of what was given out."""


@dataclass(frozen=True)
class Alike:
    """Two students whose programs share much."""

    students: tuple[str, str]
    score: float
    """The weight of what they share, of the weight of all that either has: from 0 to 1."""
    shared: int
    """Fingerprints in common."""
    wrong: int
    """Those among them that are in no program with full marks."""
    exercises: tuple[tuple[str, int], ...]
    """Where they are, the most first."""


def alike(samples: Sequence[Sample], right: Mapping[str, frozenset[int]]) -> list[Alike]:
    """Pairs of students that share much, the most alike first.

    `right` are the fingerprints of each exercise's solutions that are known beforehand.
    """
    who = _owners(samples)
    students = len({sample.student for sample in samples})
    known = {(e, mark) for e, marks in right.items() for mark in marks}
    known |= {(s.exercise, mark) for s in samples if s.right for mark in s.marks}
    weights = {key: _weight(len(owners), students, key in known) for key, owners in who.items()}
    return sorted(_pairs(who, weights, known), key=lambda pair: (-pair.score, -pair.shared))


Mark = tuple[str, int]


def _owners(samples: Iterable[Sample]) -> dict[Mark, set[str]]:
    found: dict[Mark, set[str]] = defaultdict(set)
    for sample in samples:
        for mark in sample.marks:
            found[sample.exercise, mark].add(sample.student)
    return found


def _weight(owners: int, students: int, right: bool) -> float:
    if owners > max(_COMMON, _SHARE * students):
        return 0.0
    return log((students + 1) / owners) * (_RIGHT if right else 1.0)


def _pairs(
    who: Mapping[Mark, set[str]], weights: Mapping[Mark, float], known: set[Mark]
) -> Iterator[Alike]:
    whole: dict[str, float] = defaultdict(float)
    common: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for mark, owners in who.items():
        if weights[mark]:
            for student in owners:
                whole[student] += weights[mark]
            for pair in combinations(sorted(owners), 2):
                common[pair].append(mark)
    for (first, second), marks in common.items():
        shared = sum(weights[mark] for mark in marks)
        score = shared / (whole[first] + whole[second] - shared)
        if len(marks) >= FEWEST and score >= LEAST:
            places = Counter(exercise for exercise, _ in marks).most_common()
            wrong = sum(mark not in known for mark in marks)
            yield Alike((first, second), score, len(marks), wrong, tuple(places))
