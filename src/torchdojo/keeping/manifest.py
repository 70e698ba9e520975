"""The record of what was written into a folder: a digest for each path."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from torchdojo.errors import DojoError
from torchdojo.keeping.atomic import write_whole

MANIFEST = "torchdojo_manifest.json"
"""In a folder that is handed on, such as a clone or a release: whoever receives it knows, too."""
PRIVATE = ".torchdojo"
"""What git need not know: backups, and records of one machine."""
LOCAL = f"{PRIVATE}/manifest.json"
"""In a folder that stays where it is."""
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


def read_manifest(path: Path) -> dict[str, str]:
    """The digest of each path; empty if there is no manifest. Raises `DojoError` if it is damaged.

    Without a manifest every file counts as somebody's work.
    """
    if not path.is_file():
        return {}
    try:
        written = json.loads(path.read_text("utf-8-sig"))["written"]
        if not all(isinstance(value, str) for value in written.values()):
            raise TypeError
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise DojoError(
            f"{path} is damaged (it may hold the marks of a merge): restore it with git, or delete "
            "it; without it, every file that differs from what would be written is kept."
        ) from error
    return dict(written)


def manifest_text(written: Mapping[str, str]) -> str:
    """The manifest as a file, a line for each path, so that merges rarely meet in it."""
    about = "What torchdojo wrote here; a file that differs from its digest is somebody's work."
    return json.dumps({"about": about, "written": dict(sorted(written.items()))}, indent=0) + "\n"


def write_manifest(path: Path, written: Mapping[str, str]) -> None:
    """Write the manifest if it says anything new."""
    data = manifest_text(written).encode()
    if not path.is_file() or digest(path.read_bytes()) != digest(data):
        write_whole(path, data)


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
