"""Which row of a platform's table is whose: by what identifies a student, and never by a guess."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

_PLATFORM = re.compile(r"_assignsubmission_\w*$")
_DIGITS = re.compile(r"\d+")
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Person:
    """Somebody in the table: what identifies them for sure, and their name."""

    row: int
    keys: frozenset[str]
    """Ids, logins and addresses, as `key` writes them."""
    name: str
    """As the table shows it."""


@dataclass(frozen=True)
class Matches:
    """Who was found, and everybody who was not."""

    rows: Mapping[str, int]
    """The row of each student."""
    unsure: Mapping[str, tuple[str, ...]]
    """Students whom several rows fit, or who fit a row that another one fits too."""
    unknown: tuple[str, ...]
    """Students whom no row fits."""
    left: tuple[str, ...]
    """People in the table without a student, as it shows them."""


@dataclass
class _Found:
    rows: dict[str, set[int]] = field(default_factory=dict)
    sure: set[str] = field(default_factory=set)


def key(text: str) -> str:
    """The same for texts that identify one person: case and blanks do not count."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def match(
    students: Sequence[str],
    people: Sequence[Person],
    said: Mapping[str, str],
    names: Mapping[str, str],
) -> Matches:
    """Match `students` with `people`; `said` tells somebody's key outright, `names` full names.

    A student is found by a key, or else by the words of the name in whatever order, provided that
    just one row fits and that row fits nobody else. The number in a folder's name is no key of
    somebody who is called otherwise: platforms number people anew in each course.
    """
    found = _Found()
    for student in students:
        by_key = _by_keys({key(said.get(student, student))} - {""}, people)
        if not by_key and student not in said:
            full = names.get(student, _plain(student))
            by_key = _by_keys(_numbers(student), [p for p in people if _may_be(p, full)])
        if by_key:
            found.sure.add(student)
        by_name = set() if student in said else _by_name(names.get(student, student), people)
        found.rows[student] = by_key or by_name
    return _settled(students, people, found)


def _settled(students: Sequence[str], people: Sequence[Person], found: _Found) -> Matches:
    shown = {person.row: person.name for person in people}
    matched = dict(_alone(students, found))
    unsure = {
        student: tuple(shown[row] for row in sorted(found.rows[student]))
        for student in students
        if student not in matched and found.rows[student]
    }
    unknown = tuple(student for student in students if not found.rows[student])
    left = tuple(p.name for p in people if p.row not in set(matched.values()))
    return Matches(matched, unsure, unknown, left)


def _alone(students: Sequence[str], found: _Found) -> Iterator[tuple[str, int]]:
    """Students with the only row that fits them, which fits nobody else; a key outranks a name."""
    single = {one: next(iter(found.rows[one])) for one in students if len(found.rows[one]) == 1}
    taken = {single[one] for one in found.sure if one in single}
    wanted: dict[int, list[str]] = {}
    for student, row in single.items():
        if student in found.sure or row not in taken:
            wanted.setdefault(row, []).append(student)
    return ((names[0], row) for row, names in wanted.items() if len(names) == 1)


def _numbers(student: str) -> set[str]:
    """Numbers in a folder's name, such as Moodle's `Ada Lovelace_12345_assignsubmission_file`."""
    plain = _PLATFORM.sub("", student)
    return set(_DIGITS.findall(plain.rpartition("_")[2])) if plain != student else set()


def _by_keys(keys: set[str], people: Iterable[Person]) -> set[int]:
    return {person.row for person in people if keys & person.keys}


def _by_name(student: str, people: Iterable[Person]) -> set[int]:
    wanted = _called(student)
    return {person.row for person in people if wanted and _words(person.name) == wanted}


def _called(student: str) -> tuple[str, ...]:
    """The words of the name in the name of a folder."""
    return _words(_plain(student))


def _plain(student: str) -> str:
    """The name of a folder without what a platform adds behind somebody's name."""
    return re.sub(r"_\d+$", "", _PLATFORM.sub("", student))


def _may_be(person: Person, called: str) -> bool:
    """Whether somebody may be called so: behind a group's name, or without an apostrophe, too.

    Where marking is blind, the table shows nobody's name, but an identifier.
    """
    if not _words(person.name) or key(person.name) in person.keys:
        return True
    letters, words = _letters(called), person.name.replace(",", " ").split()
    orders = (words[cut:] + words[:cut] for cut in range(len(words)))
    return any(letters.endswith(_letters(" ".join(order))) for order in orders)


def _letters(name: str) -> str:
    """A name's letters and digits alone."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def _words(name: str) -> tuple[str, ...]:
    """A name's words, sorted: `Lovelace, Ada`, `ada lovelace` and `ada_lovelace` are one."""
    plain = unicodedata.normalize("NFKC", name.replace("_", " ")).casefold()
    return tuple(sorted(_WORDS.findall(plain)))


def sentences(matches: Matches) -> Iterator[str]:
    """What is to be said of everybody who was not found, a line each."""
    for student, people in matches.unsure.items():
        who = " and ".join(people) if len(people) > 1 else f"{people[0]}, whom others fit as well"
        yield f"Not filled in: {student} may be {who}."
    for student in matches.unknown:
        yield f"Not filled in: nobody in the table is {student}."
    for name in matches.left:
        yield f"No results for {name}."
