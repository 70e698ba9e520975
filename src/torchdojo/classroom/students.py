"""The students of a class: a folder for each, with what they handed in somewhere inside."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from torchdojo.catalog import Collection
from torchdojo.errors import DojoError

_DEPTH = 3
"""How far down a submission may lie: ``NAME/torchdojo/exercises/01_tensors`` is found."""


@dataclass(frozen=True)
class Student:
    """Who handed in, and the folder laid out like ``exercises/``; None if there is no such."""

    name: str
    folder: Path | None


def find_students(place: Path, collection: Collection, besides: Path) -> list[Student]:
    """A student for each folder in `place`, in order of their names; `besides` is none of them.

    Raises `DojoError` if there are none.
    """
    if not place.is_dir():
        raise DojoError(f"There is no folder {place}: name the one that holds the submissions.")
    tracks = {exercise.track for exercise in collection.exercises.values()}
    if _holds(place, tracks):
        raise DojoError(
            f"{place} is a submission itself: name the folder around it, with one folder for each "
            "student, or run `pytest graders/ --submission` on it."
        )
    folders = [
        folder
        for folder in sorted(place.iterdir())
        if folder.is_dir()
        and not folder.name.startswith((".", "__"))
        and folder.resolve() != besides.resolve()
    ]
    if not folders:
        raise DojoError(f"{place} holds no folders: put each student's work into one, by name.")
    return [Student(_readable(f.name), _submission_in(f, tracks)) for f in folders]


def _readable(name: str) -> str:
    """A folder's name without the bytes that are no text: it goes into reports."""
    return name.encode(errors="replace").decode()


def _holds(folder: Path, tracks: set[str]) -> bool:
    return any((folder / track).is_dir() for track in tracks)


def _submission_in(folder: Path, tracks: set[str]) -> Path | None:
    """The highest folder that is laid out like ``exercises/``, and has that name if there are more.

    Links are not followed: they may lead to somebody else's work.
    """
    level = [folder]
    for _ in range(_DEPTH):
        found = [one for one in level if _holds(one, tracks)]
        named = [one for one in found if one.name == "exercises"]
        if len(found) == 1 or len(named) == 1:
            return (named or found)[0]
        level = [inner for one in level for inner in _folders(one)]
    return None


def _folders(folder: Path) -> Iterator[Path]:
    for inner in sorted(folder.iterdir()):
        if inner.is_dir() and not inner.is_symlink() and not inner.name.startswith("."):
            yield inner
