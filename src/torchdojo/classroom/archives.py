"""Opening ZIP archives that somebody handed in: streamed, bounded, and never out of the folder.

What an archive says of itself is only believed as a promise that it may not break: sizes are
summed before anything is written, and a member that unpacks to more than it said ends it all.
"""

import io
import os
import re
import shutil
import stat
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from errno import EDQUOT, ENOSPC
from pathlib import Path, PurePosixPath
from typing import IO

from torchdojo.catalog import Unreadable
from torchdojo.classroom.walking import MAX_DEPTH, MAX_ENTRIES, shown
from torchdojo.errors import DojoError

MIB = 2**20
_CHUNK = MIB
_FREE_RATIO = 10 * MIB
"""Bytes up to which a member may be packed however well: a blank picture is, a thousandfold."""
_UTF_8, _ENCRYPTED = 0x800, 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Others may ask for gigabytes of memory to be unpacked (LZMA), or for very long (bzip2)."""
_DRIVE = re.compile(r"^[A-Za-z]:")
_JUNK = ("__MACOSX", ".DS_Store", "Thumbs.db")


@dataclass(frozen=True)
class Limits:
    """What an archive may come to."""

    files: int = MAX_ENTRIES
    size: int = 256 * MIB
    """Bytes of all members, unpacked."""
    listing: int = 4 * MIB
    """Bytes of its own list of members."""
    ratio: int = 200
    """How many times larger a member may be than it is packed."""


ONE_STUDENT = Limits()
WHOLE_CLASS = Limits(files=1_000_000, size=64 * 2**30, listing=256 * MIB)


@dataclass(frozen=True)
class LeftOut:
    """A member that is not unpacked."""

    path: str
    why: str


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
    name = shown(archive.name)
    try:
        with _Bounded(archive, limits.listing) as file, zipfile.ZipFile(file) as opened:
            members, left_out = _members(opened, name, limits)
            into.mkdir(parents=True)
            for path, member in members.items():
                _write(opened, member, into / path, name)
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
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError) as error:
        raise Unreadable(f"`{name}` is damaged or no ZIP archive: pack it anew.") from error
    size = sum(member.file_size for member in members.values())
    return Unpacked(len(members), size, tuple(left_out))


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


Members = dict[PurePosixPath, zipfile.ZipInfo]


def _members(opened: zipfile.ZipFile, name: str, limits: Limits) -> tuple[Members, list[LeftOut]]:
    """The files to unpack, by path; raises `Unreadable` before anything is written."""
    members: Members = {}
    left_out: list[LeftOut] = []
    if len(opened.filelist) > limits.files:
        raise Unreadable(f"`{name}` holds more than {limits.files} files: hand in only your work.")
    for member in opened.filelist:
        path = _path(member, name)
        if member.is_dir() or any(part in _JUNK for part in path.parts):
            continue
        if not _is_file(member):
            left_out.append(LeftOut(str(path), "A link or device in an archive is not unpacked."))
            continue
        _need_sound(member, shown(str(path)), name, limits)
        if path in members:
            raise Unreadable(f"`{name}` holds `{shown(str(path))}` twice: pack it anew.")
        members[path] = member
    if sum(member.file_size for member in members.values()) > limits.size:
        raise Unreadable(
            f"`{name}` unpacks to more than {limits.size // MIB} MiB: hand in your work without "
            "environments and data."
        )
    _need_apart(members, name)
    return members, left_out


def _path(member: zipfile.ZipInfo, name: str) -> PurePosixPath:
    """Where a member goes, inside the folder; raises `Unreadable` if it wants out of it."""
    text = _decoded(member).replace("\\", "/")
    path = PurePosixPath(text)
    if path.is_absolute() or _DRIVE.match(text) or ".." in path.parts:
        raise Unreadable(
            f"`{name}` holds `{shown(text)}`, which leads out of the archive: pack it anew, "
            "without such paths."
        )
    if len(path.parts) > MAX_DEPTH:
        raise Unreadable(f"Folders lie more than {MAX_DEPTH} deep in `{name}`.")
    return path


def _decoded(member: zipfile.ZipInfo) -> str:
    """A member's name; many programs write UTF-8 and do not say so."""
    if member.flag_bits & _UTF_8:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def _is_file(member: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(member.external_attr >> 16)
    return kind in (0, stat.S_IFREG)


def _need_sound(member: zipfile.ZipInfo, path: str, name: str, limits: Limits) -> None:
    if member.flag_bits & _ENCRYPTED:
        raise Unreadable(f"`{name}` is encrypted: hand it in without a password.")
    if member.compress_type not in _METHODS:
        raise Unreadable(
            f"`{name}` is packed in an unusual way: pack it as an ordinary ZIP archive."
        )
    packed = max(member.compress_size, 1)
    if member.file_size > _FREE_RATIO and member.file_size > limits.ratio * packed:
        raise Unreadable(
            f"`{path}` in `{name}` would unpack to {member.file_size // packed} times its size: "
            "hand in only your work."
        )


def _need_apart(members: Members, name: str) -> None:
    """Raise `Unreadable` where two members are one on some file system, or a file is a folder."""
    files: dict[str, PurePosixPath] = {}
    for path in members:
        other = files.setdefault(_folded(path), path)
        if other is not path:
            raise Unreadable(
                f"`{shown(str(other))}` and `{shown(str(path))}` in `{name}` differ in no more "
                "than upper and lower case: rename one of them."
            )
    for path in members:
        if any(parent in members for parent in path.parents):
            raise Unreadable(f"`{shown(str(path))}` in `{name}` lies in a file: pack it anew.")


def _folded(path: PurePosixPath) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", str(path)).casefold())


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
