"""What a milestone shows, for a terminal, as one SVG, or as a page."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from torchdojo.errors import DojoError, GraderError
from torchdojo.feedback.pictures.drawing import Exhibit, stacked, wrapped, written
from torchdojo.learner.desk import Desk
from torchdojo.learner.milestones.finding import Milestone
from torchdojo.learner.milestones.working import Work

if TYPE_CHECKING:
    from torchdojo.players.client import Troupe

WIDEST = 100


@dataclass(frozen=True)
class Shown:
    """The exhibits of a milestone."""

    milestone: Milestone
    exhibits: Sequence[Exhibit]

    @property
    def title(self) -> str:
        """What it is called."""
        return f"Milestone of {self.milestone.track}: {self.milestone.title}"

    def lines(self, width: int, *, colour: bool = False) -> list[str]:
        """As text: a blank line between each two."""
        found = wrapped(self.title, min(width, WIDEST))
        with _told(self.milestone):
            for exhibit in self.exhibits:
                found += ["", *exhibit.lines(min(width, WIDEST), colour=colour)]
        return found

    def svg(self) -> str:
        """As one drawing."""
        with _told(self.milestone):
            drawn = [exhibit.drawing() for exhibit in self.exhibits]
        return stacked(self.title, [written([self.title]), *drawn])

    def html(self) -> str:
        """As a page that needs nothing else."""
        return _PAGE.format(title=escape(self.title), svg=self.svg())


def shown(milestone: Milestone, desk: Desk, troupe: "Troupe") -> Shown:
    """Have the milestone run; raises `DojoError` where the student's code or work stops it."""
    with _told(milestone):
        return Shown(milestone, list(milestone.show(Work(milestone, desk, troupe))))


@contextmanager
def _told(milestone: Milestone) -> Iterator[None]:
    """Say in a sentence where what the student's code returned cannot be shown."""
    try:
        yield
    except (DojoError, GraderError):
        raise
    except Exception as error:  # an answer of the student's that it did not expect, or its own
        raise DojoError(
            f"The milestone of {milestone.track} cannot show what your code returned "
            f"({type(error).__name__}: {error}): run `torchdojo check` on the exercises it uses: "
            f"{', '.join(one.id for one in milestone.needs.values())}."
        ) from error


_PAGE = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title></head>
<body style="margin: 1em; background: #fff">
{svg}</body>
</html>
"""
