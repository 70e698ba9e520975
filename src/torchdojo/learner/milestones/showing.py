"""What a milestone shows, for a terminal, as one SVG, or as a page."""

from collections.abc import Iterator, Sequence
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

    title: str
    exhibits: Sequence[Exhibit]

    def lines(self, width: int, *, colour: bool = False) -> Iterator[str]:
        """As text: a blank line between each two."""
        yield from wrapped(self.title, min(width, WIDEST))
        for exhibit in self.exhibits:
            yield ""
            yield from exhibit.lines(min(width, WIDEST), colour=colour)

    def svg(self) -> str:
        """As one drawing."""
        return stacked(self.title, [written([self.title]), *(e.drawing() for e in self.exhibits)])

    def html(self) -> str:
        """As a page that needs nothing else."""
        return _PAGE.format(title=escape(self.title), svg=self.svg())


def shown(milestone: Milestone, desk: Desk, troupe: "Troupe") -> Shown:
    """Have the milestone run; raises `DojoError` where the student's code or work stops it."""
    work = Work(milestone, desk, troupe)
    try:
        exhibits = list(milestone.show(work))
    except (DojoError, GraderError):
        raise
    except Exception as error:  # an answer of the student's that it did not expect, or its own
        raise DojoError(
            f"The milestone of {milestone.track} cannot show what your code returned "
            f"({type(error).__name__}: {error}): run `torchdojo check` on the exercises it uses: "
            f"{', '.join(one.id for one in milestone.needs.values())}."
        ) from error
    return Shown(f"Milestone of {milestone.track}: {milestone.title}", exhibits)


_PAGE = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title></head>
<body style="margin: 1em; background: #fff">
{svg}</body>
</html>
"""
