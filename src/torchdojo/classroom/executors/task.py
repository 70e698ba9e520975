"""What travels to a worker: programs, and the files beside them, by what they hold."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from torchdojo.classroom.executors.terms import Terms
from torchdojo.players.belongings import belongings
from torchdojo.referee.programs import Program, programs_of_text

MOST_BYTES = 8 * 2**20
"""Of files in one task; a program with more of them goes alone."""


@dataclass(frozen=True)
class Task:
    """Programs for one exercise. No path in it is one of the sender's."""

    id: str
    programs: str
    """As `programs_as_text` has it; the folders of programs are keys of `folders`."""
    folders: dict[str, tuple[tuple[str, str], ...]]
    """Path and SHA-256 of each file, by a name of the folder; the first part is the track's."""
    files: dict[str, bytes]
    """What files hold, by SHA-256."""
    options: tuple[str, ...]
    """Of `pytest graders/`."""
    patience: float
    terms: Terms
    isolation: str = ""
    """The level at which results are wanted; empty if any that `options` allow will do."""
    topic: str = ""
    """Where to tell each result as it comes, where that is possible."""


@dataclass
class Parcel:
    """Programs that are packed so far."""

    programs: list[Program] = field(default_factory=list)
    folders: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    size: int = 0

    def _add(self, program: Program, listed: "_Listed") -> None:
        self.programs.append(program)
        if listed.name:
            self.folders[listed.name] = listed.paths
        for digest, data in listed.files.items():
            if digest not in self.files:
                self.files[digest] = data
                self.size += len(data)


@dataclass(frozen=True)
class _Listed:
    """A folder's files; without a name if there is no folder."""

    name: str = ""
    paths: tuple[tuple[str, str], ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)


def parcels(programs: Sequence[Program]) -> Iterator[Parcel]:
    """The programs with what lies beside them, in parcels that are not too large."""
    parcel = Parcel()
    for program in programs:
        listed = _list(program.code.folder)
        size = sum(len(data) for data in listed.files.values())
        if parcel.programs and parcel.size + size > MOST_BYTES:
            yield parcel
            parcel = Parcel()
        parcel._add(_anywhere(program, listed.name), listed)
    if parcel.programs:
        yield parcel


def _list(folder: str) -> _Listed:
    if not folder:
        return _Listed()
    track = Path(folder).name
    paths, files = [], {}
    for path, data in belongings(Path(folder)):
        digest = hashlib.sha256(data).hexdigest()
        files[digest] = data
        paths.append((f"{track}/{path.as_posix()}", digest))
    name = hashlib.sha256(repr((track, paths)).encode(errors="surrogateescape")).hexdigest()[:20]
    return _Listed(name, tuple(paths), files)


def _anywhere(program: Program, name: str) -> Program:
    """The program with a folder that is not on this machine; paths end as they do here."""
    parts = Path(program.code.filename).parts[-2:]
    folder = f"{name}/{parts[0]}" if name else ""
    filename = "/".join((name, *parts) if name else parts)
    return replace(program, code=replace(program.code, folder=folder, filename=filename))


def unpacked(task: Task, place: Path) -> list[Program]:
    """The programs of a task, with the files beside them put into `place`.

    Raises `ValueError` if a file is not what its digest says, or would lie elsewhere.
    """
    for name, paths in task.folders.items():
        for path, digest in paths:
            _put(place / name, path, digest, task.files[digest])
    return [_here(program, place) for program in programs_of_text(task.programs)]


def _put(folder: Path, path: str, digest: str, data: bytes) -> None:
    parts = PurePosixPath(path).parts
    if PurePosixPath(path).is_absolute() or ".." in parts or folder.name in ("", ".", ".."):
        raise ValueError(f"a file of a task would lie outside of it: {path!r}")
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValueError(f"a file of a task is not what was sent: {path!r}")
    target = folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        file.write(data)


def _here(program: Program, place: Path) -> Program:
    code = program.code
    if not code.folder:
        return program
    folder, filename = str(place / code.folder), str(place / code.filename)
    return replace(program, code=replace(code, folder=folder, filename=filename))
