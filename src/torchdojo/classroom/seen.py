"""What became of each file that was handed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from torchdojo.catalog import Exercise

Fate = Literal["taken", "superseded", "not recognised", "left out", "not opened"]
"""As far as it is known before grading; of what is *taken* the marks say more."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file, or a folder that is not looked into."""

    student: str
    """Empty for what is nobody's."""
    source: str
    """Its path in the hand-ins."""
    fate: Fate
    why: str = ""
    exercise: Exercise | None = None
    attempt: int = 0
    """Of this student at this exercise, from 1."""
    when: datetime | None = None
    late: bool = False
