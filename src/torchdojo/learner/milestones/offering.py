"""Saying that a milestone is open, where a check or a command comes to full marks."""

from collections.abc import Callable

from torchdojo.catalog import Exercise
from torchdojo.learner import words
from torchdojo.learner.desk import Desk
from torchdojo.learner.milestones.finding import opened


def offer_milestone(desk: Desk, exercise: Exercise, say: Callable[[str], object]) -> None:
    """Say that the milestone of the exercise's track is open, if it is."""
    found = opened(desk.collection, exercise, desk.store.read())
    if found is not None:
        say(words.milestone_open(found.track))
