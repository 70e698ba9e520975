"""Which checks of a repair exercise only gate: those that the code given out passes already.

They carry no points of their own, or whoever changes nothing that matters would earn some; but
while one of them fails, the exercise gives no points at all.
"""

from dataclasses import replace
from functools import cache

from torchdojo.catalog.bank import read_mistakes
from torchdojo.catalog.card import card_mistakes
from torchdojo.catalog.checks import Check, read_checks
from torchdojo.catalog.collection import Exercise


def start_loses(exercise: Exercise) -> frozenset[str]:
    """The checks that the code given out in a repair exercise fails; none in any other."""
    if exercise.source.start != "buggy":
        return frozenset()
    mistakes = (
        card_mistakes(exercise.graders)
        if exercise.released
        else read_mistakes(exercise.graders, exercise.source.text)
    )
    return frozenset(name for mistake in mistakes if mistake.starts for name in mistake.loses)


@cache
def gates(exercise: Exercise) -> frozenset[str]:
    """The names of the checks of `exercise` that only gate."""
    if exercise.source.start != "buggy":
        return frozenset()
    names = {check.name for check in read_checks(exercise.graders)}
    return frozenset(names - start_loses(exercise))


def checks_of(exercise: Exercise) -> list[Check]:
    """The checks of `exercise` in the order of its files, with the points that they are worth."""
    gating = gates(exercise)
    return [
        replace(check, points=0.0) if check.name in gating else check
        for check in read_checks(exercise.graders)
    ]
