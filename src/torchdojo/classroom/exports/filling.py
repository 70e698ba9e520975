"""Marks in the table that a learning platform gave out, to be uploaded there again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from torchdojo.classroom.exports.matching import Matches, match, sentences
from torchdojo.classroom.exports.people import Roll
from torchdojo.classroom.reading import Given, StudentResult
from torchdojo.errors import DojoError


@dataclass(frozen=True)
class Wish:
    """What is to be filled in, and how."""

    column: str
    ids: frozenset[str] = frozenset()
    """Exercises and tracks that count; all if none are named."""
    scale: bool = False
    """Whether marks are scaled to the points that the platform knows, or to `out_of`."""
    out_of: float | None = None
    total: bool = False
    """Whether the course's weighted total, in per cent, is meant, not the sum of marks."""
    by: tuple[str, ...] = ()
    """More columns that identify somebody."""
    said: Mapping[str, str] = field(default_factory=dict)
    """By student: the key, where it is told outright."""


@dataclass(frozen=True)
class Filled:
    """A table with its marks, and what is to be told."""

    data: bytes
    count: int
    matches: Matches
    left_out: tuple[str, ...]
    """Sentences about people who were found and whose cell stays as it is."""
    odd: tuple[str, ...]
    """Sentences about points that do not fit."""

    @property
    def is_whole(self) -> bool:
        """Whether every student's mark was filled in."""
        return not (self.left_out or self.matches.unsure or self.matches.unknown)

    def sentences(self) -> Iterator[str]:
        """All that is to be told, a line each."""
        yield from (*self.odd, *self.left_out, *sentences(self.matches))


def fill(roll: Roll, class_: Sequence[StudentResult], given: Given, wish: Wish) -> Filled:
    """Fill marks into a column; the mark is the score, or what is `given` for it.

    Raises `DojoError` where the column is missing or read-only, or nothing identifies anybody, or
    there are no totals that were asked for.
    """
    if wish.total and not given.totals:
        raise DojoError("There are no totals of a course: `torchdojo marks` writes them.")
    column, people = roll.column(wish.column), roll.people(wish.by)
    matches = match([one.name for one in class_], people, wish.said, given.names)
    cells: dict[int, str] = {}
    left_out: list[str] = []
    odd: list[str] = []
    for student in (one for one in class_ if one.name in matches.rows):
        row = matches.rows[student.name]
        mark, most = _mark(student, given, wish)
        points = wish.out_of or roll.points(row, column)
        if mark is None:
            left_out.append(f"Not filled in: the score of {student.name} is open; grade again.")
        elif roll.is_locked(row):
            left_out.append(f"Not filled in: the grade of {student.name} cannot be changed there.")
        else:
            cells[row] = roll.template.number(_scaled(mark, most, points, wish))
            odd += _odd(wish, points, most)
    data = roll.template.filled(column, cells)
    return Filled(data, len(cells), matches, tuple(left_out), tuple(dict.fromkeys(odd)))


def _scaled(mark: float, most: float, points: float | None, wish: Wish) -> float:
    if not (wish.scale or wish.out_of):
        return mark
    if points is None:
        raise DojoError("The table does not tell the points of the column: say them by --out-of.")
    return mark * points / most if most else 0.0


def _odd(wish: Wish, points: float | None, most: float) -> Iterator[str]:
    if not wish.scale and not wish.out_of and points not in (None, most):
        yield (
            f"`{wish.column}` has {points:g} points there and {most:g} here, and marks are written "
            "as they are here: --scale makes them fit."
        )


def _mark(student: StudentResult, given: Given, wish: Wish) -> tuple[float | None, float]:
    """A student's mark, None while it is open, and what it is out of."""
    if wish.total:
        return given.totals.get(student.name), 100.0
    results = student.chosen(wish.ids)
    if not results:
        raise DojoError(
            f"The reports hold no results for {', '.join(sorted(wish.ids))}: name exercises or "
            "tracks that were graded."
        )
    if given.marks and not any((student.name, one.id) in given.marks for one in results):
        raise DojoError(
            f"marks.csv is older than the results and does not know {student.name}: run "
            "`torchdojo marks` first."
        )
    marks = [given.marks.get((student.name, one.id), one.score) for one in results]
    known = [mark for mark in marks if mark is not None]
    most = round(sum(one.max_score for one in results), 6)
    return (round(sum(known), 6) if len(known) == len(marks) else None), most
