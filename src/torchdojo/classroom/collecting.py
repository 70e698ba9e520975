"""From what a platform gave out to the students of a class, each with a folder to grade."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from torchdojo.catalog import Collection, Unreadable
from torchdojo.classroom.archives import is_zip
from torchdojo.classroom.arranging import Arrangement
from torchdojo.classroom.formats import FOLDERS, Apart, Format, HandIn, format_named, recognised
from torchdojo.classroom.harmless import harmless
from torchdojo.classroom.naming import Names
from torchdojo.classroom.opening import archive_in, entries_in, opened
from torchdojo.classroom.roster import Person, Roster
from torchdojo.classroom.seen import Seen
from torchdojo.classroom.students import Student, find_students, hidden_in, need_class, student_in
from torchdojo.classroom.survey import Survey
from torchdojo.classroom.walking import shown, student_name, walk
from torchdojo.classroom.workshop import workshop
from torchdojo.errors import DojoError

_LOG = logging.getLogger("torchdojo.grade")
NOTHING_HANDED_IN = "Nothing was handed in."
_HIDDEN = "Its name is that of something hidden: if it is a student's work, rename it."


@dataclass(frozen=True)
class Wanted:
    """How hand-ins are to be read."""

    format: str | None = None
    """None to recognise it."""
    best: bool = False
    """Whether all attempts are graded, not only the last one."""
    roster: Roster | None = None


@dataclass
class Collected:
    """A class: who handed in what."""

    format: Format
    students: list[Student] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    """Names of students whom the roster does not have."""
    apart: list[Apart] = field(default_factory=list)
    """What is nobody's work."""
    notes: tuple[str, ...] = ()
    """What has to be known of all of it, in sentences."""


@dataclass
class _Group:
    """All that one student handed in."""

    name: str
    full_name: str
    section: str = ""
    hand_ins: list[HandIn] = field(default_factory=list)


@contextmanager
def collected(
    place: Path, collection: Collection, besides: Path, wanted: Wanted | None = None
) -> Iterator[Collected]:
    """The class that handed in `place`, a folder or a ZIP archive; `besides` is no part of it.

    What had to be unpacked or laid out anew is in a private folder, which is removed at the end.
    Raises `DojoError` where nobody's work can be found.
    """
    with workshop() as room:
        names = Names(list(collection.exercises.values()))
        reader = _Reader(collection, names, room, wanted or Wanted())
        place = archive_in(place, besides, room) or place
        inside, left_out = opened(place, room / "class")
        try:
            found = reader.read(inside, besides, packed=not place.is_dir())
        except DojoError as error:
            raise DojoError(str(error).replace(str(inside), str(place))) from error
        for one in left_out:
            found.apart.append(Apart(shown(one.path), one.why))
        found.seen += [Seen("", one.source, "left out", one.why) for one in found.apart]
        yield found


@dataclass(frozen=True)
class _Reader:
    collection: Collection
    names: Names
    room: Path
    wanted: Wanted

    def read(self, place: Path, besides: Path, *, packed: bool) -> Collected:
        if place.is_dir():
            place = self._inner(place, besides, packed=packed)
        need_class(place, self.collection)
        entries = entries_in(place, besides)
        format = self._format(entries)
        reading = format.read(entries)
        if not reading.hand_ins and format is FOLDERS:
            find_students(place, self.collection, besides)
        if not reading.hand_ins:
            raise DojoError(
                f"{place.name} holds nothing as {format.title} names it: leave --format out, or "
                "name another one."
            )
        hidden = [Apart(shown(name), _HIDDEN) for name in hidden_in(place, besides)]
        found = Collected(format, apart=[*reading.apart, *hidden], notes=reading.notes)
        self._take(reading.hand_ins, found)
        return found

    def _inner(self, place: Path, besides: Path, *, packed: bool) -> Path:
        """The one folder in `place` if that is the class: archives often hold one around all."""
        entries = entries_in(place, besides)
        if len(entries) != 1 or not entries[0].is_dir() or recognised(entries):
            return place
        (inner,) = entries
        within = entries_in(inner, besides)
        named = packed and inner.name in (place.name, "submissions")
        return inner if within and (named or recognised(within)) else place

    def _format(self, entries: Sequence[Path]) -> Format:
        if self.wanted.format is not None:
            return format_named(self.wanted.format)
        return recognised(entries) or FOLDERS

    def _take(self, hand_ins: Sequence[HandIn], found: Collected) -> None:
        groups = self._groups(hand_ins, found)
        for number, group in enumerate(groups.values()):
            try:
                student = self._student(group, self.room / f"{number:05}", found)
            except DojoError:
                raise
            except Exception:  # one hand-in never costs another's
                _LOG.exception("the hand-in of %s cannot be read", harmless(group.name))
                student = Student(group.name, None, "What was handed in cannot be read.")
            name, section = harmless(group.full_name), harmless(group.section)
            found.students.append(replace(student, full_name=name, section=section))

    def _groups(self, hand_ins: Sequence[HandIn], found: Collected) -> dict[str, _Group]:
        """The hand-ins by student: those of the roster in its order, then all others."""
        roster = self.wanted.roster
        groups = {_key(person): _of(person) for person in (roster.people if roster else ())}
        meant = roster.meant([hand_in.who for hand_in in hand_ins]) if roster else {}
        for hand_in in hand_ins:
            person = meant.get(hand_in.who)
            key = f"?{hand_in.who.key}" if person is None else _key(person)
            if key not in groups:
                name = student_name(hand_in.who.key)
                told = hand_in.who.name if " " in hand_in.who.name else ""
                told = "" if told == name else told
                groups[key] = _Group(name, told)
                found.strangers += [name] if roster else []
            if person is not None and hand_in.when is None:
                hand_in = replace(hand_in, when=person.when)
            groups[key].hand_ins.append(hand_in)
        return _apart(groups)

    def _student(self, group: _Group, workshop: Path, found: Collected) -> Student:
        if not group.hand_ins:
            return Student(group.name, None, NOTHING_HANDED_IN, absent=True)
        survey = Survey(self.names, workshop, loose=True)
        if not found.format.loose and len(group.hand_ins) == 1:
            (hand_in,) = group.hand_ins
            student = self._in_place(hand_in)
            if student is not None:
                survey.loose = False
                found.seen += _looked_through(survey, hand_in, group.name)
                return replace(student, name=group.name)
        arrangement = Arrangement(group.name, survey, self.wanted.best)
        student = arrangement.student(group.hand_ins)
        found.seen += arrangement.seen
        return student

    def _in_place(self, hand_in: HandIn) -> Student | None:
        """The student whose folder can be graded as it is; None if it has to be laid out."""
        if not hand_in.place.is_dir():
            return None
        student = student_in(hand_in.place, self.collection)
        return None if student.folder is None and _holds_archive(hand_in.place) else student


def _key(person: Person) -> str:
    return f"={person.id}"


def _of(person: Person) -> _Group:
    return _Group(student_name(person.id), person.name, person.section)


def _apart(groups: dict[str, _Group]) -> dict[str, _Group]:
    """The groups under names of their own: a stranger may be called like somebody in the roster."""
    taken: set[str] = set()
    for group in groups.values():
        names = (group.name if n == 1 else f"{group.name}-{n}" for n in range(1, len(groups) + 2))
        group.name = next(name for name in names if name not in taken)
        taken.add(group.name)
    return groups


def _holds_archive(folder: Path) -> bool:
    try:
        return any(is_zip(Path(one.path)) for one in walk(folder, hidden=False) if not one.folder)
    except Unreadable:
        return False


def _looked_through(survey: Survey, hand_in: HandIn, name: str) -> Iterator[Seen]:
    """What lies in a folder that is graded as it is."""
    arrangement = Arrangement(name, survey, keep_all=False)
    arrangement.look([hand_in])
    yield from arrangement.seen
