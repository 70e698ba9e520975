"""Looking through what a student handed in: which of the files is for which exercise."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from torchdojo.catalog import Unreadable
from torchdojo.classroom.archives import is_zip, unpack
from torchdojo.classroom.formats import HandIn
from torchdojo.classroom.members import ONE_STUDENT, Limits
from torchdojo.classroom.naming import SUFFIXES, UNKNOWN, Meant, Names
from torchdojo.classroom.students import submission_in
from torchdojo.classroom.walking import shown, walk

_NESTED = 3
"""Archives in archives; more is no accident."""
_ARCHIVES = 100
_GUESSES = 1000
"""Files of a student's that are compared with the names of all exercises."""
_HIDDEN = "Hidden folders and those of Python's own files are not looked into."
_OUTSIDE = "It lies outside of the folder that is laid out like `exercises/`."
_OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")


@dataclass(frozen=True)
class Piece:
    """A file of a hand-in."""

    place: Path
    source: str
    meant: Meant
    rank: tuple[int, int]
    """Of two for one exercise, the lower one is meant: less packed, in its place, called right."""
    inside: tuple[str, ...]
    """Where it lies in the submission; or just its names, if it may lie anywhere."""
    root: str = ""
    """The real path of the folder that was looked through."""


@dataclass(frozen=True)
class Refused:
    """A file that is not taken, with the reason."""

    source: str
    why: str
    opened: bool = True
    """False for an archive that could not be opened."""


@dataclass
class Survey:
    """Reads a student's hand-ins; archives are unpacked into folders in `workshop`."""

    names: Names
    workshop: Path
    loose: bool
    """Whether files count that lie or are called otherwise than in ``exercises/``."""
    refused: list[Refused] = field(default_factory=list)
    _archives: int = 0
    _files: int = ONE_STUDENT.files
    _size: int = ONE_STUDENT.size
    _guessed: int = 0

    def pieces(self, hand_in: HandIn) -> list[Piece]:
        """The files of `hand_in`; what could not be opened is `refused`."""
        self._counted: Counter[tuple[str, str]] = Counter()
        try:
            if hand_in.place.is_dir():
                found = list(self._folder(hand_in.place, f"{hand_in.source}/", 0))
            else:
                found = list(self._file(hand_in.place, hand_in.source, hand_in.names, 0))
        except Unreadable as error:
            self.refused.append(Refused(hand_in.source, str(error), opened=False))
            found = []
        for (source, why), count in self._counted.items():
            files = "" if count < 2 else f" ({count} files)"
            self.refused.append(Refused(source, f"{why}{files}"))
        return found

    def _file(
        self, place: Path, source: str, names: tuple[str, ...], depth: int
    ) -> Iterator[Piece]:
        """A file by itself, which may be an archive."""
        names = names or (place.name,)
        if is_zip(place):
            yield from self._archive(place, source, depth)
            return
        meant = self._meant(names, "")
        root = os.path.realpath(place.parent)
        yield Piece(place, source, meant, (depth, _rank(names, meant)), names, root)

    def _archive(self, place: Path, source: str, depth: int) -> Iterator[Piece]:
        try:
            folder = self._unpacked(place, source, depth)
            yield from self._folder(folder, f"{source}/", depth + 1)
        except Unreadable as error:
            self.refused.append(Refused(source, str(error), opened=False))

    def _unpacked(self, place: Path, source: str, depth: int) -> Path:
        self._archives += 1
        if depth >= _NESTED or self._archives > _ARCHIVES:
            raise Unreadable("Too many archives lie in archives: hand in your work in one of them.")
        folder = self.workshop / f"unpacked-{self._archives}"
        unpacked = unpack(place, folder, Limits(files=self._files, size=self._size))
        self._files -= unpacked.files
        self._size -= unpacked.size
        for left in unpacked.left_out:
            self.refused.append(Refused(f"{source}/{shown(left.path)}", left.why))
        return folder

    def _folder(self, root: Path, source: str, depth: int) -> Iterator[Piece]:
        real = os.path.realpath(root)
        layout = submission_in(root, self.names.tracks)
        inner = PurePosixPath(layout.relative_to(root).as_posix()) if layout else PurePosixPath()
        found = sorted(walk(root, hidden=False), key=lambda one: one.path)
        for path, is_folder in ((PurePosixPath(one.path), one.folder) for one in found):
            said = source + shown(str(path))
            if (hidden := _hidden(path)) is not None:
                self._counted[source + shown(str(hidden)), _HIDDEN] += not is_folder
            elif is_folder:
                continue
            elif not path.is_relative_to(inner):
                self._counted[source + shown(path.parts[0]), _OUTSIDE] += 1
            elif layout is None and is_zip(root / path):
                yield from self._archive(root / path, said, depth)
            else:
                within = path.relative_to(inner)
                piece = self._piece(root / path, said, within, depth, laid_out=layout is not None)
                yield replace(piece, root=real)

    def _piece(
        self, place: Path, source: str, path: PurePosixPath, depth: int, *, laid_out: bool
    ) -> Piece:
        if laid_out and (meant := self.names.at(path)).exercise is not None:
            return Piece(place, source, meant, (depth, 0), (str(path),))
        track = next((part for part in path.parts[:-1] if part in self.names.tracks), "")
        meant = self._meant((path.name,), track)
        inside = str(path) if laid_out and len(path.parts) > 1 else path.name
        return Piece(place, source, meant, (depth, _rank((path.name,), meant)), (inside,))

    def _meant(self, names: tuple[str, ...], track: str) -> Meant:
        if not _may_be_work(names[0]):
            return Meant(why=_why(names[0]))
        self._guessed += 1
        if self._guessed > _GUESSES:
            return Meant(why=UNKNOWN)
        meant = self.names.meant(names, track)
        if self.loose or meant.exercise is None:
            return meant
        right = meant.exercise.id + meant.suffix
        return Meant(
            why=f"It may be for `{meant.exercise.id}`: if that is it, move it to `{right}`."
        )


def _rank(names: tuple[str, ...], meant: Meant) -> int:
    right = meant.exercise and f"{meant.exercise.name}{meant.suffix}"
    return 1 if right in names else 2


def _may_be_work(name: str) -> bool:
    return any(suffix in name.lower() for suffix in (*SUFFIXES, ".txt"))


def _why(name: str) -> str:
    if name.lower().endswith(".zip"):
        return "This archive is not opened, as there is work beside it."
    if name.lower().endswith(_OTHER_ARCHIVES):
        return (
            "This kind of archive is not opened: unpack it, or have it handed in as a ZIP archive."
        )
    return UNKNOWN


def _hidden(path: PurePosixPath) -> PurePosixPath | None:
    """The hidden folder or file that `path` lies in or is."""
    for number, part in enumerate(path.parts, 1):
        if part.startswith(".") or part == "__pycache__":
            return PurePosixPath(*path.parts[:number])
    return None
