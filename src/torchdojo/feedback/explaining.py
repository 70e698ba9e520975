"""Which recorded mistakes explain what a program does in all the checks of an exercise.

That a mistake answers as the program does in one check may be by chance: it counts if it explains
the others too. One that loses a check which the program passes is no candidate; one that loses
exactly the checks which the program loses comes before one that loses some of them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from torchdojo.catalog import Variant

MOST_SAID = 2
_PAIRS = 16
"""So many pairs of mistakes are tried."""


@dataclass(frozen=True)
class Evidence:
    """What is known of a program in the checks of an exercise, by their names.

    A check that says nothing of what the program computes, such as one that was not reached, is
    in neither.
    """

    passed: Collection[str]
    fitting: Mapping[str, Sequence[Variant]]
    """For each failed check, the mistakes that answer in it as the program does."""
    about: Mapping[str, str] = field(default_factory=dict)
    """The function or probe that each failed check was lost on."""

    def explaining(self, check: str) -> list[Variant]:
        """The mistakes that explain the failed `check`, as far as they can be told apart.

        One that answers otherwise in another failed check may be one of two; but not if that was
        lost on the same function.
        """
        able = [mistake for mistake in self.fitting[check] if self._possible(mistake)]
        agreeing = [mistake for mistake in able if self._agrees(mistake)]
        whole = [mistake for mistake in agreeing if self.fitting.keys() <= set(mistake.loses)]
        return whole or agreeing or [m for m in able if not self._refuted(m, check)]

    def unexplained(self) -> list[str]:
        """The failed checks for which no mistake accounts that agrees with all others."""
        return [
            check
            for check in self.fitting
            if not any(self._agrees(mistake) for mistake in self.explaining(check))
        ]

    def pairs(self, mistakes: Sequence[Variant]) -> list[tuple[Variant, Variant]]:
        """The pairs that lose exactly what the program loses, the likeliest first.

        Mistakes that fit somewhere are likelier than others.
        """
        seen = {mistake.id for fitting in self.fitting.values() for mistake in fitting}
        able = [m for m in mistakes if not m.hangs and self._possible(m) and self._lost_by(m)]
        found = [
            pair
            for pair in combinations(able, 2)
            if self.fitting.keys() == self._lost_by(pair[0]) | self._lost_by(pair[1])
        ]
        found.sort(key=lambda pair: -sum(mistake.id in seen for mistake in pair))
        return found[:_PAIRS]

    def _possible(self, mistake: Variant) -> bool:
        """Whether the program passes no check that it loses.

        What a repair exercise gives out may hold several faults, of which some are repaired.
        """
        return mistake.starts or not set(mistake.loses) & (set(self.passed) - self.fitting.keys())

    def _refuted(self, mistake: Variant, check: str) -> bool:
        """Whether the function that `check` was lost on answers otherwise in another one."""
        about = self.about.get(check)
        others = (one for one in self._lost_by(mistake) if mistake not in self.fitting[one])
        return about is not None and any(self.about.get(other) == about for other in others)

    def _lost_by(self, mistake: Variant) -> set[str]:
        return self.fitting.keys() & set(mistake.loses)

    def _agrees(self, mistake: Variant) -> bool:
        """Whether it answers as the program does in every failed check that it loses."""
        return all(mistake in self.fitting[check] for check in self._lost_by(mistake))


def said_of(mistakes: Sequence[Variant]) -> Iterator[Variant]:
    """The first of them with different sentences, no more than are worth reading."""
    by_sentence = {mistake.sentence: mistake for mistake in reversed(mistakes)}
    kept = [mistake for mistake in mistakes if by_sentence[mistake.sentence] is mistake]
    yield from kept[:MOST_SAID]
