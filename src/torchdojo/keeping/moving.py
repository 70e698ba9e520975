"""Moving finished files into a folder, large ones too, over nothing that is there."""

import filecmp
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from torchdojo.keeping.atomic import told
from torchdojo.keeping.changes import Changes
from torchdojo.keeping.keeper import Keeper


def move_in(source: Path, root: Path, may_overwrite: Callable[[str], bool]) -> Changes:
    """Move what `source` holds into `root`; both are on one file system.

    A file that is there already, and is another, is kept, or moved to the backups if
    `may_overwrite` agrees. What was not moved stays in `source`.
    """
    keeper = Keeper(root, manifest=None)
    wrote, overwrote, kept = [], [], []
    backup: Path | None = None
    with told(root):
        root.mkdir(parents=True, exist_ok=True)
        for path in list(_different(source, root, "")):
            place = keeper.place(path)
            if not os.path.lexists(place):
                wrote.append(path)
            elif may_overwrite(path):
                backup = backup or keeper.new_backup()
                (backup / path).parent.mkdir(parents=True, exist_ok=True)
                place.replace(backup / path)
                overwrote.append(path)
            else:
                kept.append(path)
                continue
            (source / path).replace(place)
    return Changes(tuple(wrote), (), tuple(overwrote), tuple(kept), backup)


def _different(source: Path, root: Path, inside: str) -> Iterator[str]:
    """Files and folders to be moved: what is missing, and what differs."""
    for path in sorted((source / inside).iterdir()):
        name = path.relative_to(source).as_posix()
        place = root / name
        if path.is_dir() and place.is_dir():
            yield from _different(source, root, name)
        elif not (path.is_file() and place.is_file() and _equal(path, place)):
            yield name


def _equal(one: Path, other: Path) -> bool:
    return filecmp.cmp(one, other, shallow=False)
