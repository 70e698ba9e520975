"""The archives in the package, and the files in them."""

import io
import zipfile
from importlib.resources import files
from pathlib import Path

FOLDER = "carried"
FRAME = "frame.zip"
MARK = ".torchdojo/begun_by_init"
"""In a student's folder, written first: it holds the exercises of the package, and of no class."""
KEY = "recorded_from.txt"
"""In an exercise's archive: a digest of what its answers were recorded from; not handed out."""


def carried_folder() -> Path:
    """Where the archives are, in a checkout and in an installed package alike."""
    return Path(str(files("torchdojo.starting"))) / FOLDER


def unpacked(archive: Path) -> dict[str, bytes]:
    """The files in an archive, by path; none if it is not there."""
    if not archive.is_file():
        return {}
    with zipfile.ZipFile(io.BytesIO(archive.read_bytes())) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def carried() -> dict[str, bytes]:
    """Every file of the student's folder, by path; none where the package carries nothing."""
    found: dict[str, bytes] = {}
    for archive in sorted(carried_folder().rglob("*.zip")):
        found |= unpacked(archive)
    found.pop(KEY, None)
    return {MARK: b""} | found if found else {}
