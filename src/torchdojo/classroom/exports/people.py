"""The table of a learning platform: its people, the column to fill, and the points there.

Canvas: a gradebook's export, with the columns ``Student, ID, SIS User ID, SIS Login ID, Section``,
a row ``Points Possible`` and read-only columns, as in
https://community.canvaslms.com/t5/Instructor-Guide/How-do-I-import-grades-in-the-Gradebook/ta-p/807.
Moodle: an assignment's offline grading worksheet (``Identifier, Full name, Email address, Status,
Grade, Maximum grade, Grade can be changed, ...``,
https://docs.moodle.org/en/Assignment_settings#Feedback_types), or a gradebook's export as CSV
(https://docs.moodle.org/en/Grade_import).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from torchdojo.classroom.exports.matching import Person, key
from torchdojo.classroom.exports.template import Template
from torchdojo.errors import DojoError

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_PARTICIPANT = re.compile(r"\D+ (\d+)")
"""Moodle's identifier, in any language: `Participant 12345`."""
_NUMBERED = re.compile(r" \(\d+\)$")
"""What Canvas adds to an assignment's name: `Homework 1 (4711)`."""
_POINTS, _TESTING = "points possible", "student, test"


@dataclass(frozen=True)
class Platform:
    """What a platform calls its columns, in lower case."""

    name: str
    keys: tuple[str, ...]
    """They identify somebody. A column of e-mail addresses does in any case."""
    names: tuple[tuple[str, ...], ...]
    """Columns that hold the name, or its parts."""
    most: tuple[str, ...] = ()
    """The points of a row's grade."""
    locked: tuple[str, ...] = ()
    """Whether a row's grade can be changed."""


CANVAS = Platform(
    "Canvas", ("id", "sis user id", "sis login id", "integration id"), (("student",),)
)
MOODLE = Platform(
    "Moodle",
    ("identifier", "id", "id number", "id-nummer", "username"),
    (("full name",), ("vollständiger name",), ("first name", "last name"), ("vorname", "nachname")),
    ("maximum grade", "bestwertung"),
    ("grade can be changed", "bewertung kann geändert werden"),
)


@dataclass(frozen=True)
class Roll:
    """Who stands in a platform's table, and what is known of a row's grade."""

    template: Template
    platform: Platform

    @property
    def _columns(self) -> list[str]:
        return [column.strip().casefold() for column in self.template.columns]

    def column(self, name: str) -> int:
        """The column `name`; raises `DojoError` where there is none that can be uploaded."""
        columns = [column.strip() for column in self.template.columns]
        found = [n for n, one in enumerate(columns) if name in (one, _NUMBERED.sub("", one))]
        found = [n for n in found if columns[n] == name] or found
        if len(found) != 1:
            near = get_close_matches(name, columns, n=3, cutoff=0.4)
            meant = ", ".join([columns[n] for n in found] or near or columns)
            what = "is the name of several columns" if found else "is no column of the table"
            raise DojoError(f"`{name}` {what}: choose one of {meant}.")
        told = [columns[found[0]], *(row[found[0]] for row in self._about())]
        if any("read only" in cell.casefold() for cell in told):
            raise DojoError(
                f"`{name}` is read-only in {self.platform.name}: choose another column."
            )
        return found[0]

    def people(self, by: Sequence[str] = ()) -> list[Person]:
        """Everybody in the table; the columns `by` identify them as well. Raises `DojoError`."""
        columns, more = self._columns, [name.strip().casefold() for name in by]
        if missing := [name for name, low in zip(by, more, strict=True) if low not in columns]:
            raise DojoError(f"`{missing[0]}` is no column of the table: name one of its columns.")
        keyed = {*self.platform.keys, *more}
        keys = [n for n, one in enumerate(columns) if one in keyed or self._holds_addresses(n)]
        names = next((p for p in self.platform.names if set(p) <= set(columns)), ())
        named = [columns.index(one) for one in names]
        if not keys and not named:
            raise DojoError(
                f"The table has none of the columns by which {self.platform.name} tells people "
                "apart: name one with --by."
            )
        rows = [n for n, row in enumerate(self.template.rows) if n and not _is_nobody(row)]
        return [self._person(row, keys, named or keys[:1]) for row in rows]

    def points(self, row: int, column: int) -> float | None:
        """The points of a row's grade, where the table tells them."""
        told = self._cell(row, self.platform.most)
        cells = [told] if told is not None else [r[column] for r in self._about() if _is_points(r)]
        return self.template.value(cells[0]) if cells else None

    def is_locked(self, row: int) -> bool:
        """Whether the platform would not take a grade for this row."""
        told = self._cell(row, self.platform.locked)
        return told is not None and told.strip().casefold() in ("no", "nein")

    def _cell(self, row: int, names: Sequence[str]) -> str | None:
        found = [n for n, one in enumerate(self._columns) if one in names]
        return self.template.rows[row][found[0]] if found else None

    def _about(self) -> Iterator[tuple[str, ...]]:
        """Rows that tell about columns."""
        return (row for row in self.template.rows[1:4] if _is_nobody(row))

    def _person(self, row: int, keys: list[int], named: list[int]) -> Person:
        cells = [cell.strip() for cell in self.template.rows[row]]
        found = {key(cells[n]) for n in keys}
        found |= {m[1] for n in keys if (m := _PARTICIPANT.fullmatch(cells[n]))}
        name = " ".join(filter(None, (cells[n] for n in named)))
        return Person(row, frozenset(found - {""}), name)

    def _holds_addresses(self, column: int) -> bool:
        cells = [row[column].strip() for row in self.template.rows[1:] if row[column].strip()]
        return bool(cells) and all(map(_ADDRESS.fullmatch, cells))


def _is_nobody(row: Sequence[str]) -> bool:
    """Whether a row holds Canvas's points or posting, or its test student."""
    first = row[0].strip().casefold()
    return _is_points(row) or (not first and not row[1].strip()) or first == _TESTING


def _is_points(row: Sequence[str]) -> bool:
    return row[0].strip().casefold() == _POINTS
