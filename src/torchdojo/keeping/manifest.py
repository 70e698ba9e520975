"""The record of what was written into a folder: a digest for each path."""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

from torchdojo.errors import DojoError
from torchdojo.keeping.atomic import write_whole

MANIFEST = "torchdojo_manifest.txt"
"""In a folder that is handed on, such as a clone or a release: whoever receives it knows, too."""
PRIVATE = ".torchdojo"
"""What git need not know: backups, and records of one machine."""
BACKUPS = f"{PRIVATE}/backups"
LOCAL = f"{PRIVATE}/manifest.txt"


def record_of(command: str) -> str:
    """A record of what this command writes and nothing else does: it may remove what is in it."""
    return f"{PRIVATE}/{command}.txt"


"""In a folder that stays where it is."""
_ABOUT = "# What torchdojo wrote here. A file that differs from its SHA-256 is somebody's work.\n"
_ENTRY = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<path>.+)")
_NO_ENTRIES = ("#", "<<<<<<<", "=======", ">>>>>>>", "|||||||")
"""Of comments, and of merges that git left to people: both sides were written here."""
_BOM = b"\xef\xbb\xbf"


def digest(data: bytes) -> str:
    """SHA-256 of `data`; of a text regardless of its line endings and a byte order mark.

    Git (``core.autocrlf``) and editors change those by themselves, and nobody's work is in them.
    """
    return hashlib.sha256(_plain(data)).hexdigest()


def is_recorded(data: bytes, digests: set[str]) -> bool:
    """Whether `data` is one of `digests`, which earlier versions took of the bytes as they are."""
    return bool({digest(data), hashlib.sha256(data).hexdigest()} & digests)


def _plain(data: bytes) -> bytes:
    if b"\0" in data:
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return data
    return data.removeprefix(_BOM).replace(b"\r\n", b"\n")


def read_manifest(path: Path) -> list[tuple[str, str]]:
    """Paths and their digests; raises `DojoError` if it is damaged.

    After a merge a path may have two digests, each of something that was written here. Without a
    manifest every file counts as somebody's work.
    """
    if not path.is_file():
        return []
    lines = path.read_text("utf-8-sig", errors="surrogateescape").rstrip("\n").split("\n")
    entries = [_ENTRY.fullmatch(line) for line in lines if not line.startswith(_NO_ENTRIES)]
    found = [(entry["path"], entry["digest"]) for entry in entries if entry is not None]
    if len(found) < len(entries):
        raise DojoError(
            f"{path} is damaged: restore it, by git for example, or delete it; without it, every "
            "file that differs from what would be written is kept."
        )
    return found


def manifest_text(written: Mapping[str, str]) -> bytes:
    """The manifest as a file: a line for each path, as ``sha256sum`` has it."""
    lines = (f"{written[path]}  {path}\n" for path in sorted(written))
    return (_ABOUT + "".join(lines)).encode("utf-8", errors="surrogateescape")


def says(path: Path, written: Mapping[str, str]) -> bool:
    """Whether the manifest is there and says just `written`."""
    return path.is_file() and digest(path.read_bytes()) == digest(manifest_text(written))


def write_manifest(path: Path, written: Mapping[str, str]) -> None:
    """Write the manifest if it would say anything new."""
    if not says(path, written):
        write_whole(path, manifest_text(written))


def read_journal(path: Path) -> list[tuple[str, str]]:
    """Paths and digests that were about to be written; a line that was cut off says nothing."""
    found = []
    for line in path.read_text("utf-8", errors="replace").splitlines() if path.is_file() else ():
        try:
            where, what = json.loads(line)
            found.append((str(where), str(what)))
        except (ValueError, TypeError):
            continue
    return found
