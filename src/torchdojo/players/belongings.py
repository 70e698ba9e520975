"""What lies beside a student's work, copied into the player's home: to import, read and change."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

MOST_FILES = 1000
MOST_BYTES = 64 * 2**20
DEEPEST = 8
_LEFT_OUT = ("__pycache__", ".git", ".ipynb_checkpoints", ".venv", "node_modules")


def bring(folder: Path, home: Path, user: int | None) -> None:
    """Copy the regular files in `folder` into `home`, as many as there is room for.

    Links are not followed, and what cannot be read is left out. The copies belong to `user`, if
    that is given.
    """
    for path, data in belongings(folder):
        _put(home / path, data)
    if user is not None:
        for path in (home, *home.rglob("*")):
            os.chown(path, user, user)


def belongings(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """The files that `bring` copies, by their paths in `folder`, and what each of them holds."""
    room, real = MOST_BYTES, os.path.realpath(folder)
    for number, source in enumerate(_files(folder)):
        if number >= MOST_FILES or room <= 0:
            return
        found = _read(source, real, room)
        if isinstance(found, bytes):
            yield source.relative_to(folder), found
        room -= len(found) if isinstance(found, bytes) else found


def _put(target: Path, data: bytes) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as copy:
            copy.write(data)
    except OSError:
        return


def _read(source: Path, real: str, room: int) -> bytes | int:
    """What `source` holds, if it still is a regular file in `real`; else the room it costs.

    The folder may belong to a student who changes it meanwhile: what counts is what was opened.
    """
    try:
        descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            about = os.fstat(descriptor)
            if not (stat.S_ISREG(about.st_mode) and about.st_size <= room):
                return room if about.st_size > room else 0
            if not lies_in(descriptor, real):
                return 0
            return file.read(about.st_size)
    except OSError:
        return 0


def lies_in(descriptor: int, folder: str) -> bool:
    """Whether an open file lies in `folder`, as far as the system tells: no folder was swapped.

    `folder` is a real path, without links, that was found before anything in it was opened.
    """
    try:
        place = Path(f"/proc/self/fd/{descriptor}").readlink()
    except OSError:
        return sys.platform != "linux"
    return place.is_relative_to(folder)


def _files(folder: Path) -> Iterator[Path]:
    """The regular files of `folder`, those above first, in order of their names."""
    level = [folder]
    for _ in range(DEEPEST):
        below: list[Path] = []
        for place in level:
            for entry in _entries(place):
                if entry.is_file(follow_symlinks=False):
                    yield Path(entry.path)
                elif entry.is_dir(follow_symlinks=False) and entry.name not in _LEFT_OUT:
                    below.append(Path(entry.path))
        level = below


def _entries(place: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(place) as found:
            return sorted(found, key=lambda entry: entry.name)[:MOST_FILES]
    except OSError:
        return []
