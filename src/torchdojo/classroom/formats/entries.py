"""What every format is turned into: who handed in what, when, and in which attempt."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Who:
    """A student as a platform knows them; what it does not tell is empty."""

    key: str
    """Names the student as long as there is no roster; the same for all of a student's work."""
    id: str = ""
    """A user name, or what the institution calls the student."""
    number: str = ""
    """The platform's own number, which may be somebody else's elsewhere."""
    name: str = ""
    email: str = ""
    account: str = ""
    """A user name that the student chose; it may well be what the institution calls another."""


@dataclass(frozen=True)
class HandIn:
    """A file or folder that a student handed in."""

    who: Who
    place: Path
    source: str
    """Its path in the hand-ins, as the instructor sees it."""
    names: tuple[str, ...] = ()
    """What the student may have called the file, without what the platform wrote around it."""
    attempt: int = 0
    """Of two of a student's, the higher one is later; equal ones belong together."""
    when: datetime | None = None
    """With its time zone; None where the platform does not tell."""
    late: bool = False
    """Whether the platform says that it was late."""

    @property
    def order(self) -> tuple[float, int]:
        """Sorts a student's hand-ins; those of one attempt have the same."""
        return (self.when.timestamp() if self.when else 0.0, self.attempt)


@dataclass(frozen=True)
class Apart:
    """What lies among the hand-ins and is nobody's work, with the reason."""

    source: str
    why: str


@dataclass(frozen=True)
class Reading:
    """What a format makes of a folder."""

    hand_ins: tuple[HandIn, ...]
    apart: tuple[Apart, ...] = ()
    notes: tuple[str, ...] = ()
    """What has to be known of all of it, in sentences."""
