"""nbgrader: what ``collect`` put into ``submitted``, or the exchange's ``inbound``.

https://nbgrader.readthedocs.io/en/stable/user_guide/philosophy.html has it: notebooks lie in
``submitted/STUDENT/ASSIGNMENT``, and ``timestamp.txt`` beside them says when they were handed in.
In the exchange each attempt is a folder ``STUDENT+ASSIGNMENT+TIMESTAMP``, with a random ending
since 0.6. nbgrader writes both in the student's account: a student can write another date. Any
account can write into ``inbound``, so there the owner of a folder has to be the student, as in
nbgrader's own ``check_owner``.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from torchdojo.catalog import Unreadable
from torchdojo.catalog.files import is_there, read_file
from torchdojo.classroom.formats.dates import read_date
from torchdojo.classroom.formats.entries import Apart, HandIn, Reading, Who
from torchdojo.classroom.journal import login_name
from torchdojo.classroom.walking import folders_in, shown
from torchdojo.errors import DojoError

_STAMP = "timestamp.txt"
_INBOUND = re.compile(
    r"(?P<student>.+)\+(?P<assignment>[^+]+)\+(?P<when>\d{4}-\d\d-\d\d [\d:.]+ \w+)(?:\+.*)?"
)
_LOOKED_AT = 50
_FOREIGN = (
    "The account `{owner}` wrote it, and not the student's own: any account can write there under "
    "any name."
)
_COPIED = (
    "All attempts belong to one account, as in a copy of the exchange: whether each is the "
    "student's whom its folder names cannot be checked."
)
_NOBODYS = (
    "No attempt belongs to the account of the student whom its folder names. If you trust the "
    "names, copy the folder, so that all of it belongs to your account, and name the copy."
)


def fits(entries: Sequence[Path]) -> int:
    """How many of the entries are a student's folder of assignments, or an attempt."""
    return sum(1 for entry in entries if _is_attempt(entry) or _assignments(entry))


def read(entries: Sequence[Path]) -> Reading:
    """A hand-in for each student's assignment, and for each attempt at it."""
    hand_ins: list[HandIn] = []
    foreign, notes = _foreign([entry for entry in entries if _is_attempt(entry)])
    apart = [Apart(shown(one.name), _FOREIGN.format(owner=who)) for one, who in foreign.items()]
    for entry in (one for one in entries if one not in foreign):
        found = list(_of(entry)) if entry.is_dir() and not entry.is_symlink() else []
        hand_ins += found
        if not found:
            apart.append(Apart(shown(entry.name), "It holds no assignment that was handed in."))
    return Reading(tuple(hand_ins), tuple(apart), notes)


def _foreign(attempts: Sequence[Path]) -> tuple[dict[Path, str], tuple[str, ...]]:
    """The attempts that another account wrote than the student's, and which; or why none is known.

    One account that is a student's and wrote all of them is no copy, unless it is whoever grades:
    the first to hand in may have done so for others as well.

    Raises `DojoError` where several accounts wrote them, and none of them is the student's.
    """
    owners = {entry: _owner(entry) for entry in attempts}
    foreign = {entry: owner for entry, owner in owners.items() if owner != _student(entry)}
    copied = len(foreign) == len(attempts) or set(owners.values()) == {login_name()}
    if foreign and copied and len(set(owners.values())) == 1:
        return {}, (_COPIED,)
    if foreign and len(foreign) == len(attempts):
        raise DojoError(_NOBODYS)
    return foreign, ()


def _student(attempt: Path) -> str:
    found = _INBOUND.fullmatch(attempt.name)
    return found["student"] if found else ""


def _owner(entry: Path) -> str:
    """The account that wrote a folder, or its number; nothing where the system does not tell."""
    try:
        return entry.owner()
    except KeyError:
        return str(entry.stat().st_uid)
    except (OSError, NotImplementedError):
        return ""


def _of(entry: Path) -> Iterator[HandIn]:
    if found := _INBOUND.fullmatch(entry.name):
        student, when = found["student"], read_date(found["when"])
        yield HandIn(Who(student, student), entry, shown(entry.name), when=when)
        return
    who = Who(entry.name, entry.name)
    for name in _folders(entry):
        place = entry / name
        yield HandIn(who, place, f"{shown(entry.name)}/{shown(name)}", when=_stamp(place))


def _is_attempt(entry: Path) -> bool:
    named = _INBOUND.fullmatch(entry.name) is not None
    return named and entry.is_dir() and not entry.is_symlink()


def _assignments(entry: Path) -> bool:
    """Whether folders in `entry` have a time stamp."""
    if not entry.is_dir() or entry.is_symlink():
        return False
    return any(_is_stamped(entry / name) for name in _folders(entry)[:_LOOKED_AT])


def _is_stamped(folder: Path) -> bool:
    try:
        return (folder / _STAMP).is_file()
    except OSError:  # a folder that cannot be entered
        return False


def _folders(entry: Path) -> list[str]:
    try:
        return folders_in(entry)
    except Unreadable:
        return []


def _stamp(place: Path) -> datetime | None:
    try:
        if is_there(path := place / _STAMP):
            return read_date(read_file(path, place, 1000, "it is no date").decode())
    except (Unreadable, UnicodeError):
        pass
    return None
