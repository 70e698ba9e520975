"""Who is in the class: a table that a platform exports, or one with columns ``id`` and ``name``."""

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from torchdojo.classroom.formats import Who
from torchdojo.classroom.formats.dates import is_zoned, read_date
from torchdojo.errors import DojoError

_LARGEST = 64 * 2**20


@dataclass(frozen=True)
class Person:
    """A student in a roster."""

    id: str
    name: str = ""
    email: str = ""
    section: str = ""
    keys: frozenset[str] = frozenset()
    """Everything that platforms may call the student by, in lower case."""
    account: str = ""
    """The user name on GitHub, in lower case, where the roster has a column for it."""
    when: datetime | None = None
    """When the student handed in, where the roster is a table of grades that tells it."""


@dataclass(frozen=True)
class Style:
    """How one platform calls the columns of its roster, in lower case."""

    title: str
    needs: frozenset[str]
    """Columns by which it is recognised."""
    ids: tuple[str, ...]
    """What may stand for a student; the first that is filled in does."""


_STYLES = (
    Style(
        "GitHub Classroom",
        frozenset({"github_username"}),
        ("roster_identifier", "identifier", "id", "github_username"),
    ),
    Style(
        "Canvas",
        frozenset({"student", "id"}),
        ("sis login id", "sis user id", "id"),
    ),
    Style("Gradescope", frozenset({"sid"}), ("sid", "email", "email address")),
    Style("plain", frozenset({"id"}), ("id", "login", "username", "email")),
    Style(
        "Moodle",
        frozenset({"email address"}),
        ("username", "id number", "email address", "identifier"),
    ),
)
_MORE_KEYS = ("github_id", "email", "email address", "github_username", "login", "username")
_NAMES = ("name", "full name", "student name", "student")
_FIRST, _LAST = ("first name", "given name"), ("last name", "surname", "family name")
_EMAILS = ("email", "email address", "e-mail")
_SECTIONS = ("section", "sections", "group", "groups")
_BY_HAND = "handed_in"
_WHEN = ("submission_timestamp", _BY_HAND, "last modified (submission)")
_NOBODY = re.compile(r"points possible|student, test|test student", re.IGNORECASE)
_PARTICIPANT = re.compile(r"participant (\d+)")


@dataclass(frozen=True)
class Roster:
    """The students of a class, in order of the table."""

    people: Sequence[Person]
    unzoned: int = 0
    """How many dates are left out, as nobody knows in which time zone they are."""
    _by_key: Mapping[str, list[Person]] = field(init=False, repr=False)
    _by_account: Mapping[str, list[Person]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_key: dict[str, list[Person]] = defaultdict(list)
        by_account: dict[str, list[Person]] = defaultdict(list)
        for person in self.people:
            for key in person.keys | {f"name:{one}" for one in _spellings(person.name)}:
                by_key[key].append(person)
            if person.account:
                by_account[person.account].append(person)
        object.__setattr__(self, "_by_key", dict(by_key))
        object.__setattr__(self, "_by_account", dict(by_account))

    def meant(self, everybody: Iterable[Who]) -> dict[Who, Person]:
        """The student whom each account is; an account of which that is not certain is nobody's.

        Two accounts of the same name are two people: one of them may be a student's that the
        roster calls otherwise.
        """
        keyed: dict[Who, Person] = {}
        named: dict[str, list[Who]] = defaultdict(list)
        for who in everybody:
            if (person := self._keyed(who)) is not None:
                keyed[who] = person
            elif (person := self._named(who)) is not None:
                named[person.id].append(who)
        known = {person.id for person in keyed.values()}
        alone = {id for id, whos in named.items() if len({who.key for who in whos}) == 1} - known
        by_id = {person.id: person for person in self.people}
        return keyed | {who: by_id[id] for id in alone for who in named[id]}

    def person(self, who: Who) -> Person | None:
        """The one student who is meant by `who`; None if that is nobody or not certain."""
        return self._keyed(who) or self._named(who)

    def _keyed(self, who: Who) -> Person | None:
        """By an id. A number that is somebody's while the name is another's is not believed.

        An account is nothing but an account, where the roster knows any: whoever opens one may call
        it by a fellow student's number.
        """
        if who.account and self._by_account:
            accounts = self._by_account.get(_folded(who.account), [])
            return accounts[0] if len(accounts) == 1 else None
        for key in filter(None, (who.id, who.email, who.key, who.number)):
            found = self._by_key.get(_folded(key), [])
            if len(found) == 1 and (key != who.number or _agree(found[0].name, who)):
                return found[0]
        return None

    def _named(self, who: Who) -> Person | None:
        named = self._by_key.get(f"name:{_squeezed(who.name)}", []) if who.name else []
        return named[0] if len(named) == 1 else None


def read_roster(path: Path, zone: tzinfo | None = None) -> Roster:
    """Read the CSV file `path`, in which dates without a time zone are in `zone`.

    A date in `handed_in` is left out where neither it nor `zone` tells the time zone. Raises
    `DojoError`, with the line, where it is none.
    """
    rows = list(_rows(path))
    if not rows:
        raise DojoError(f"{path} is empty: its first line has to name the columns.")
    header = [cell.strip().casefold() for cell in rows[0][1]]
    style = next((style for style in _STYLES if style.needs <= set(header)), None)
    if style is None:
        raise DojoError(
            f"{path} has none of the columns by which a student can be told: give it the columns "
            "`id` and `name`, or export it from Canvas, Moodle, Gradescope or GitHub Classroom."
        )
    people: dict[str, Person] = {}
    unzoned = 0
    for line, cells in rows[1:]:
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        person = _person(row, style, zone)
        if person is None:
            continue
        unzoned += _is_unzoned(row, zone)
        if not person.id:
            raise DojoError(f"Line {line} of {path} has no `{style.ids[0]}`: fill it in.")
        if person.id in people:
            raise DojoError(f"{path} has `{person.id}` twice, again in line {line}: remove one.")
        people[person.id] = person
    if not people:
        raise DojoError(f"{path} names no students: add a line for each.")
    return Roster(list(people.values()), unzoned)


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold anything, with their numbers."""
    try:
        if path.stat().st_size > _LARGEST:
            raise DojoError(f"{path} is larger than {_LARGEST // 2**20} MiB: that is no roster.")
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise DojoError(f"{path} cannot be read ({error.strerror}): name a CSV file.") from error
    except UnicodeError as error:
        raise DojoError(f"{path} is not UTF-8 text: save it as CSV with UTF-8.") from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise DojoError(f"Line {reader.line_num} of {path} is no CSV ({error}).") from error


def _person(row: Mapping[str, str], style: Style, zone: tzinfo | None) -> Person | None:
    """The student in a row; None in rows of Canvas's that are about nobody."""
    name = _first(row, _NAMES)
    if style.title == "Canvas" and (not name or _NOBODY.fullmatch(name)):
        return None
    if not name:
        name = f"{_first(row, _FIRST)} {_first(row, _LAST)}".strip()
    if "," in name:
        last, _, first = name.partition(",")
        name = f"{first.strip()} {last.strip()}".strip()
    keys = {_folded(row[key]) for key in (*style.ids, *_MORE_KEYS) if row.get(key)}
    keys |= {found[1] for key in keys if (found := _PARTICIPANT.fullmatch(key))}
    return Person(
        id=_first(row, style.ids),
        name=name,
        email=_first(row, _EMAILS),
        section=_first(row, _SECTIONS),
        keys=frozenset(keys),
        account=_folded(row.get("github_username", "")),
        when=None if _is_unzoned(row, zone) else read_date(_first(row, _WHEN), zone),
    )


def _is_unzoned(row: Mapping[str, str], zone: tzinfo | None) -> bool:
    """Whether somebody wrote a local time by hand, and nobody knows of which place."""
    if zone is not None or _first(row, _WHEN) != row.get(_BY_HAND):
        return False
    text = row[_BY_HAND]
    return read_date(text, UTC) is not None and not is_zoned(text)


def _first(row: Mapping[str, str], columns: Sequence[str]) -> str:
    return next((row[column] for column in columns if row.get(column)), "")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip().casefold()


def _squeezed(name: str) -> str:
    """A name's letters and digits only, as Canvas puts them into file names."""
    return "".join(sign for sign in _folded(name) if sign.isalnum())


def _spellings(name: str) -> set[str]:
    """A name squeezed, with any of its words first: platforms sort by the last ones."""
    words = name.split()
    orders = (words[cut:] + words[:cut] for cut in range(len(words)))
    return {_squeezed(" ".join(order)) for order in orders} - {""}


def _agree(name: str, who: Who) -> bool:
    """Whether two names may be one person's; they may where one is not known."""
    return not name or not who.name or _squeezed(who.name) in _spellings(name)
