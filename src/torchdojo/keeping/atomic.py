"""Files that are there as a whole or not at all, whenever the process or the machine stops."""

import os
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from torchdojo.errors import DojoError

UNFINISHED = ".torchdojo-tmp"
"""The suffix of a file that is being written; a killed process may leave one."""
_ABANDONED = 60.0
"""Seconds after which an unfinished file is nobody's: writing one takes milliseconds."""


def content(place: Path) -> bytes | None:
    """The bytes at `place`; None if nothing is there."""
    if not os.path.lexists(place):
        return None
    if not place.is_file():
        raise DojoError(f"{place} is no regular file, so it is not replaced: move it away.")
    return place.read_bytes()


@contextmanager
def told(root: Path) -> Iterator[None]:
    """Turn what the system refuses into a sentence."""
    try:
        yield
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        raise DojoError(
            f"{root} could not be written ({what}). What was there before is still whole: put "
            "that right and run the same command again."
        ) from error


def write_whole(place: Path, data: bytes) -> None:
    """Put `data` at `place` by one atomic step, durably; a link there is replaced, not followed.

    An existing file's mode is kept, and its folder is made if it is missing.
    """
    replace(place, data)
    settle([place.parent])


def replace(place: Path, data: bytes) -> None:
    """As `write_whole`, but only `settle` makes the new name survive a power failure."""
    place.parent.mkdir(parents=True, exist_ok=True)
    _sweep(place)
    handle, name = tempfile.mkstemp(UNFINISHED, f".{place.name}.", place.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(handle, _mode(place))
            os.fsync(handle)
        unfinished.replace(place)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def settle(folders: Iterable[Path]) -> None:
    """Make the names in `folders` durable."""
    for folder in folders:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(place: Path) -> None:
    """Remove what killed processes left of `place`."""
    for left in place.parent.iterdir():
        mine = left.name.startswith(f".{place.name}.") and left.name.endswith(UNFINISHED)
        if mine and left.lstat().st_mtime < time.time() - _ABANDONED:
            left.unlink(missing_ok=True)


def _mode(place: Path) -> int:
    """The mode of the file at `place`, or that of a new one."""
    if place.is_file() and not place.is_symlink():
        return stat.S_IMODE(place.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
