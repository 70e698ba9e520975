"""What lies beside a student's work, copied into the player's home: to import, read and change."""

import os
import shutil
import stat
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
    room = MOST_BYTES
    for number, source in enumerate(_files(folder)):
        size = source.stat(follow_symlinks=False).st_size
        if number >= MOST_FILES or size > room:
            return
        target = home / source.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        if _copied(source, target):
            room -= size
    if user is not None:
        for path in (home, *home.rglob("*")):
            os.chown(path, user, user)


def _copied(source: Path, target: Path) -> bool:
    try:
        descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file, target.open("xb") as copy:
            shutil.copyfileobj(file, copy)
    except OSError:
        return False
    return True


def _files(folder: Path) -> Iterator[Path]:
    """The regular files of `folder`, those above first, in order of their names."""
    level = [folder]
    for _ in range(DEEPEST):
        below: list[Path] = []
        for place in level:
            for entry in _entries(place):
                kind = entry.stat(follow_symlinks=False).st_mode
                if stat.S_ISREG(kind):
                    yield Path(entry.path)
                elif stat.S_ISDIR(kind) and entry.name not in _LEFT_OUT:
                    below.append(Path(entry.path))
        level = below


def _entries(place: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(place) as found:
            return sorted(found, key=lambda entry: entry.name)[:MOST_FILES]
    except OSError:
        return []
