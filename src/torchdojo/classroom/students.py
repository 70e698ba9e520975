"""The students of a class: a folder for each, with what they handed in somewhere inside."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from torchdojo.catalog import Collection, Exercise, Unreadable
from torchdojo.catalog.nearby import near_miss
from torchdojo.classroom.members import JUNK
from torchdojo.classroom.walking import folders_in, shown, student_name
from torchdojo.errors import DojoError

_DEPTH = 3
"""How far down a submission may lie: ``NAME/torchdojo/exercises/01_tensors`` is found."""
_FOLDERS = 2000
"""How many folders are looked into for it."""
_NAMED = 20
_TOOLS = (*JUNK, "__pycache__", ".git", ".ipynb_checkpoints", ".torchdojo")
NOTHING = "Nothing in the folder is laid out like `exercises/`."


@dataclass(frozen=True)
class Student:
    """Who handed in, and the folder laid out like ``exercises/``; None if there is no such."""

    name: str
    folder: Path | None
    why: str = NOTHING
    """What to say where there is no such folder."""
    full_name: str = ""
    """As a roster or platform tells it; `name` stands for the student in tables and file names."""
    section: str = ""
    absent: bool = False
    """Whether a roster names somebody who handed in nothing at all."""
    earlier: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    """By exercise: the folders of attempts before the last one, where all of them are graded."""


def find_students(place: Path, collection: Collection, besides: Path) -> list[Student]:
    """A student for each folder in `place`, in order of their names; `besides` is none of them.

    Raises `DojoError` if there are none.
    """
    need_class(place, collection)
    folders = [Path(entry.path) for entry in listed(place, besides) if _may_be_student(entry)]
    if not folders:
        raise DojoError(
            f"{place} holds no folders: put each student's work into one, by name.{_told(place)}"
        )
    return [student_in(folder, collection) for folder in folders]


def need_class(place: Path, collection: Collection) -> None:
    """Raise `DojoError` unless `place` is a folder, and not a submission itself."""
    if not place.is_dir():
        raise DojoError(f"There is no folder {place}: name the one that holds the submissions.")
    if any((place / track).is_dir() for track in _tracks(collection)):
        raise DojoError(
            f"{place} is a submission itself: name the folder around it, with one folder for each "
            "student, or run `pytest graders/ --submission` on it."
        )


def _tracks(collection: Collection) -> set[str]:
    return {exercise.track for exercise in collection.exercises.values()}


def listed(place: Path, besides: Path) -> "list[os.DirEntry[str]]":
    """What lies in `place`, by name, without `besides` and hidden things."""
    return [entry for entry in _all(place, besides) if not _is_hidden(entry.name)]


def hidden_in(place: Path, besides: Path) -> list[str]:
    """The hidden names in `place` that somebody chose, and no system or tool."""
    names = [entry.name for entry in _all(place, besides) if _is_hidden(entry.name)]
    return [name for name in names if name not in _TOOLS and not name.startswith("._")]


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "__"))


def _all(place: Path, besides: Path) -> "list[os.DirEntry[str]]":
    with os.scandir(place) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    apart = os.path.realpath(besides)
    return [entry for entry in entries if os.path.realpath(entry.path) != apart]


def _may_be_student(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def not_taken(place: Path, besides: Path) -> str:
    """A line that names what lies beside the students' folders and is not graded, or nothing.

    An archive may be somebody's whole work, and so may one of the flat files that a learning
    platform writes.
    """
    names = [shown(one.name) for one in listed(place, besides) if not _may_be_student(one)]
    if not names:
        return ""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return (
        f"Not graded, as it is no folder: {', '.join(names[:_NAMED])}{more}. If it is a student's "
        "work, unpack it or put it into a folder with the student's name."
    )


def _told(place: Path) -> str:
    told = not_taken(place, place)
    return f" {told}" if told else ""


def student_in(folder: Path, collection: Collection) -> Student:
    """The student whose folder this is, and who is called like it."""
    name = student_name(folder.name)
    try:
        if found := submission_in(folder, _tracks(collection)):
            return Student(name, found)
        return Student(name, None, _nothing(folder, collection.exercises.values()))
    except Unreadable as error:
        return Student(name, None, str(error))


def _nothing(folder: Path, exercises: Iterable[Exercise]) -> str:
    """Why there is nothing to grade; names a file that lies outside of its track's folder."""
    suffixes = ((one, Path(one.file).suffix) for one in exercises)
    near = (near_miss(folder, one.id, suffix) for one, suffix in suffixes)
    return f"{NOTHING} {next(filter(None, near), '')}".strip()


def submission_in(folder: Path, tracks: set[str]) -> Path | None:
    """The highest folder that is laid out like ``exercises/``, and has that name if there are more.

    Links are not followed: they may lead to somebody else's work. Raises `Unreadable` where
    `folder` itself cannot be looked into; a folder inside that cannot is passed by.
    """
    level = {folder: folders_in(folder)}
    for _ in range(_DEPTH):
        found = [one for one, names in level.items() if not tracks.isdisjoint(names)]
        named = [one for one in found if one.name == "exercises"]
        if len(found) == 1 or len(named) == 1:
            return (named or found)[0]
        inner = [one / name for one, names in level.items() for name in names]
        level = dict(_looked_into(inner[:_FOLDERS]))
    return None


def _looked_into(folders: list[Path]) -> Iterator[tuple[Path, list[str]]]:
    for folder in folders:
        try:
            yield folder, folders_in(folder)
        except Unreadable:
            yield folder, []
