"""What an archive says that it holds, checked before anything is unpacked."""

import re
import stat
import unicodedata
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from torchdojo.catalog import Unreadable
from torchdojo.classroom.walking import MAX_DEPTH, MAX_ENTRIES, shown

MIB = 2**20
_FREE_RATIO = 10 * MIB
"""Bytes up to which a member may be packed however well: a blank picture is, a thousandfold."""
_UTF_8, _ENCRYPTED = 0x800, 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Others may ask for gigabytes of memory to be unpacked (LZMA), or for very long (bzip2)."""
_DRIVE = re.compile(r"^[A-Za-z]:")
JUNK = ("__MACOSX", ".DS_Store", "Thumbs.db")


@dataclass(frozen=True)
class Limits:
    """What an archive may come to."""

    files: int = MAX_ENTRIES
    size: int = 256 * MIB
    """Bytes of all members, unpacked."""
    listing: int = 4 * MIB
    """Bytes of its own list of members."""
    one: int = 256 * MIB
    """Bytes of a member, unpacked."""
    ratio: int = 200
    """How many times larger a member may be than it is packed."""
    lenient: bool = False
    """Whether a bad member is left out, and not the whole archive refused."""


ONE_STUDENT = Limits()
WHOLE_CLASS = Limits(files=1_000_000, size=64 * 2**30, listing=256 * MIB, lenient=True)
"""A platform packed it, from what anybody handed in: one file must not cost all others."""


@dataclass(frozen=True)
class LeftOut:
    """A member that is not unpacked."""

    path: str
    why: str


@dataclass
class Members:
    """The files of the archive `name` that are to be unpacked, by path."""

    name: str
    limits: Limits
    files: dict[PurePosixPath, zipfile.ZipInfo] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    size: int = 0
    _folded: dict[str, PurePosixPath] = field(default_factory=dict)
    _folders: set[str] = field(default_factory=set)

    def add_all(self, listed: list[zipfile.ZipInfo]) -> None:
        """Take in all members; raises `Unreadable` where the archive is refused for one."""
        if len(listed) > self.limits.files:
            most = self.limits.files
            raise Unreadable(f"`{self.name}` holds more than {most} files: hand in only your work.")
        for member in listed:
            try:
                self._add(member)
            except Unreadable as error:
                if not self.limits.lenient:
                    raise
                self.leave_out(_decoded(member), str(error))

    def leave_out(self, path: str, why: str) -> None:
        """Note that a member is not unpacked."""
        self.left_out.append(LeftOut(path, why))

    def _add(self, member: zipfile.ZipInfo) -> None:
        path = _path(member, self.name)
        if member.is_dir() or any(part in JUNK for part in path.parts):
            return
        if not _is_file(member):
            self.leave_out(str(path), "A link or device in an archive is not unpacked.")
            return
        _need_sound(member, shown(str(path)), self.name, self.limits)
        self._need_apart(path)
        if self.size + member.file_size > self.limits.size:
            raise Unreadable(
                f"`{self.name}` unpacks to more than {self.limits.size // MIB} MiB: hand in your "
                "work without environments and data."
            )
        self.size += member.file_size
        self.files[path] = member
        self._folded[folded(path)] = path
        self._folders |= {folded(parent) for parent in path.parents}

    def _need_apart(self, path: PurePosixPath) -> None:
        """Raise `Unreadable` where two are one on some file system, or a file is a folder."""
        said = shown(str(path))
        other = self._folded.get(folded(path))
        if other == path:
            raise Unreadable(f"`{self.name}` holds `{said}` twice: pack it anew.")
        if other is not None:
            raise Unreadable(
                f"`{shown(str(other))}` and `{said}` in `{self.name}` differ in no more than upper "
                "and lower case: rename one of them."
            )
        above = any(folded(parent) in self._folded for parent in path.parents)
        if above or folded(path) in self._folders:
            raise Unreadable(f"`{said}` in `{self.name}` is a file and a folder: pack it anew.")


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
    if member.file_size > limits.one:
        raise Unreadable(f"`{path}` in `{name}` is larger than {limits.one // MIB} MiB.")
    packed = max(member.compress_size, 1)
    if member.file_size > _FREE_RATIO and member.file_size > limits.ratio * packed:
        raise Unreadable(
            f"`{path}` in `{name}` would unpack to {member.file_size // packed} times its size: "
            "hand in only your work."
        )


def folded(path: PurePosixPath) -> str:
    """The same for paths that some file system takes for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", str(path)).casefold())
