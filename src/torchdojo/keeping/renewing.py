"""Bringing a folder that was handed out up to date, with what somebody wrote in it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from torchdojo.keeping.changes import Changes
from torchdojo.keeping.keeper import Keeper


def renew(
    folder: Path, files: Mapping[str, bytes], may_overwrite: Callable[[str], bool]
) -> Changes:
    """Have `files` in `folder`, and no longer what was written there before and is none of them.

    What somebody edited is kept, unless it may be overwritten.
    """
    keeper = Keeper(folder)
    changes = keeper.write(dict(files), may_overwrite)
    old = sorted(keeper.written.keys() - files.keys())
    present = [path for path in old if keeper.state(path, b"") != "absent"]
    kept = keeper.remove(old)
    keeper.save()
    removed = tuple(path for path in present if path not in kept)
    return replace(changes, kept=(*changes.kept, *kept), removed=removed)
