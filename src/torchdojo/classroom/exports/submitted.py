"""What was uploaded to Gradescope, laid out as `pytest graders/ --submission` reads it."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from torchdojo.catalog import Unreadable
from torchdojo.classroom.students import submission_in
from torchdojo.classroom.walking import MAX_ENTRIES

_SUFFIXES = (".py", ".ipynb")
_LARGEST = 64 * 2**20
"""Bytes of all files that are copied; a notebook with its pictures is no larger."""


def laid_out(submission: Path, ids: Sequence[str], workshop: Path) -> Path:
    """A folder laid out like ``exercises/``: one in `submission`, or its loose files in `workshop`.

    Files uploaded one by one lie in no track's folder: they count for the exercises that are
    called like them, and may import one another. Raises `Unreadable`.
    """
    tracks = {id.split("/")[0] for id in ids}
    if submission.is_dir() and any((submission / track).is_dir() for track in tracks):
        return submission
    loose = _loose(submission)
    if not any(Path(id).name + suffix in loose for id in ids for suffix in _SUFFIXES):
        return submission_in(submission, tracks) or submission
    for track in tracks:
        _copy(loose, workshop / track)
    return workshop


def _loose(folder: Path) -> dict[str, Path]:
    """The regular files in `folder`, by name; a link may lead anywhere and is none."""
    try:
        with os.scandir(folder) as listed:
            found = [e for e, _ in zip(listed, range(MAX_ENTRIES), strict=False)]
    except OSError as error:
        raise Unreadable(f"What was handed in cannot be read ({error.strerror}).") from error
    return {e.name: Path(e.path) for e in found if e.is_file(follow_symlinks=False)}


def _copy(files: dict[str, Path], folder: Path) -> None:
    folder.mkdir(parents=True)
    if sum(path.lstat().st_size for path in files.values()) > _LARGEST:
        raise Unreadable("What was handed in is too large: hand in your work without data.")
    for name, path in files.items():
        try:
            shutil.copy(path, folder / name, follow_symlinks=False)
        except OSError as error:
            raise Unreadable(
                f"A file cannot be read ({error.strerror}): upload it anew."
            ) from error
