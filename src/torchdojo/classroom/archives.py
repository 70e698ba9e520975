"""Opening ZIP archives that somebody handed in: streamed, bounded, and never out of the folder.

What an archive says of itself is only believed as a promise that it may not break: sizes are
summed before anything is written, and a member that unpacks to more than it said ends it all.
"""

import io
import os
import shutil
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import IO

from torchdojo.catalog import Unreadable
from torchdojo.classroom.members import MIB, ONE_STUDENT, LeftOut, Limits, Members
from torchdojo.classroom.walking import shown
from torchdojo.errors import DojoError

_CHUNK = MIB
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError),
    *(ValueError, ArithmeticError, LookupError, RuntimeError),
)
"""What `zipfile` raises of headers that lie: a place may be a number too large for any file."""


@dataclass(frozen=True)
class Unpacked:
    """What an archive came to."""

    files: int
    size: int
    """In bytes."""
    left_out: tuple[LeftOut, ...]


def is_zip(path: Path) -> bool:
    """Whether a file's name says that it is a ZIP archive."""
    return path.suffix.lower() == ".zip"


def unpack(archive: Path, into: Path, limits: Limits = ONE_STUDENT) -> Unpacked:
    """Unpack `archive` into the new folder `into`.

    Raises `Unreadable` with a sentence where the archive is damaged, hostile or too large, and
    `DojoError` where the disk is full.
    """
    try:
        return _unpack(archive, into, limits)
    except BaseException:
        shutil.rmtree(into, ignore_errors=True)
        raise


def _unpack(archive: Path, into: Path, limits: Limits) -> Unpacked:
    members = Members(shown(archive.name), limits)
    with (
        _told(members.name, into),
        _Bounded(archive, limits.listing) as file,
        zipfile.ZipFile(file) as opened,
    ):
        members.add_all(opened.filelist)
        into.mkdir(parents=True)
        for path, member in members.files.items():
            try:
                with _told(members.name, into):
                    _write(opened, member, into / path, members.name)
            except Unreadable as error:
                if not limits.lenient:
                    raise
                with suppress(OSError):
                    (into / path).unlink(missing_ok=True)
                members.leave_out(str(path), str(error))
    return Unpacked(len(members.files), members.size, tuple(members.left_out))


@contextmanager
def _told(name: str, into: Path) -> Iterator[None]:
    """Turn whatever goes wrong into a sentence about the archive `name`."""
    try:
        yield
    except OSError as error:
        if error.errno in (ENOSPC, EDQUOT):
            raise DojoError(
                f"There is no room to unpack `{name}` ({error.strerror}): make room in "
                f"{into.parent}, or set TMPDIR to a folder on a larger disk."
            ) from error
        raise Unreadable(
            f"`{name}` cannot be unpacked ({error.strerror}): pack it anew."
        ) from error
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"`{name}` holds a name that is not UTF-8 text, though it says so: pack it anew."
        ) from error
    except _DAMAGED as error:
        raise Unreadable(f"`{name}` is damaged or no ZIP archive: pack it anew.") from error


class _Bounded(io.FileIO):
    """A file of which no more than `most` bytes are read at once, whatever a header asks for."""

    def __init__(self, path: Path, most: int) -> None:
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
        super().__init__(os.open(path, flags), "rb")
        if not stat.S_ISREG(os.fstat(self.fileno()).st_mode):
            raise Unreadable(f"`{shown(path.name)}` is no regular file: hand in the file itself.")
        self._most, self._name = most, shown(path.name)

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = self._most + 1 if size is None or size < 0 else size
        data = super().read(min(wanted, self._most + 1)) or b""
        if wanted > self._most and len(data) > self._most:
            raise Unreadable(
                f"`{self._name}` lists too many files: hand in no more than your work."
            )
        return data


def _write(opened: zipfile.ZipFile, member: zipfile.ZipInfo, place: Path, name: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(place, flags, 0o600), "wb") as file, opened.open(member) as packed:
        for chunk in _chunks(packed, member.file_size, name):
            file.write(chunk)
    os.utime(place, (_changed(member),) * 2)


def _chunks(packed: IO[bytes], size: int, name: str) -> Iterator[bytes]:
    """The contents; raises `Unreadable` where they are not of the size that the archive says."""
    seen = 0
    while chunk := packed.read(_CHUNK):
        seen += len(chunk)
        if seen > size:
            break
        yield chunk
    if seen != size:
        raise Unreadable(f"`{name}` is damaged: a file in it is not of the size that it says.")


def _changed(member: zipfile.ZipInfo) -> float:
    try:
        return time.mktime((*member.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return 0.0
