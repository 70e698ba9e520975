"""Looking through folders that students handed in: bounded, and never through a link.

A folder may nest a thousand deep, hold a hundred thousand files, refuse to be entered, or bear a
name that is no text. Whatever it is, it costs its own student at most, and that in one sentence.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from torchdojo.catalog import Unreadable

MAX_ENTRIES = 10_000
"""Files and folders that a submission's part may hold: more than any repository of a course."""
MAX_DEPTH = 32
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_LONGEST = 80
_LONGEST_NAME = 180
"""Bytes of a student's name: with an ending it has to name a file."""


@dataclass(frozen=True)
class Found:
    """One thing in a folder: where, how large, when changed. A link is not what it leads to."""

    path: str
    """From the folder that was walked, with slashes."""
    size: int
    changed: int
    """In nanoseconds."""
    folder: bool


def walk(
    folder: Path, *, depth: int = MAX_DEPTH, entries: int = MAX_ENTRIES, hidden: bool = True
) -> Iterator[Found]:
    """Everything below `folder`, in no promised order, links not followed.

    Raises `Unreadable` where there is more than `entries`, deeper than `depth`, or a folder that
    cannot be entered. What ``__pycache__`` holds is nobody's work and is left out; so is what
    hidden folders hold, such as ``.git``, unless `hidden`.
    """
    waiting = [(os.fspath(folder), "", 0)]
    seen = 0
    while waiting:
        place, inside, level = waiting.pop()
        if level > depth:
            raise Unreadable(f"Folders lie more than {depth} deep in `{shown(folder.name)}`.")
        for entry in _entries(place):
            seen += 1
            if seen > entries:
                raise Unreadable(
                    f"`{shown(folder.name)}` holds more than {entries} files: hand in your work "
                    "without environments and data."
                )
            about = _about(entry)
            within = f"{inside}{entry.name}"
            is_folder = entry.is_dir(follow_symlinks=False)
            yield Found(within, about.st_size, about.st_mtime_ns, is_folder)
            passed_by = entry.name == "__pycache__" or (entry.name[0] == "." and not hidden)
            if is_folder and not passed_by:
                waiting.append((entry.path, f"{within}/", level + 1))


def folders_in(folder: Path, entries: int = MAX_ENTRIES) -> list[str]:
    """The names of the folders in `folder`, sorted, without links and hidden ones.

    Raises `Unreadable` where it cannot be entered or holds more than `entries`.
    """
    names = []
    for seen, entry in enumerate(_entries(os.fspath(folder)), 1):
        if seen > entries:
            raise Unreadable(f"`{shown(folder.name)}` holds more than {entries} files.")
        if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
            names.append(entry.name)
    return sorted(names)


def _entries(place: str) -> "Iterator[os.DirEntry[str]]":
    try:
        with os.scandir(place) as listed:
            yield from listed
    except OSError as error:
        name = shown(Path(place).name)
        raise Unreadable(
            f"The folder `{name}` cannot be entered ({error.strerror}): hand it in anew."
        ) from error


def _about(entry: "os.DirEntry[str]") -> os.stat_result:
    try:
        return entry.stat(follow_symlinks=False)
    except OSError as error:
        raise Unreadable(
            f"`{shown(entry.name)}` cannot be looked at ({error.strerror}): hand it in anew."
        ) from error


def shown(name: str) -> str:
    """A name as a message shows it: short, in one line, and without bytes that are no text."""
    text = _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", _text(name))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _text(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def student_name(folder: str) -> str:
    """A student's name from the name of a folder: it is shown, and names the files of a report.

    Two folders never give one name: what is replaced or cut is told apart by a digest.
    """
    text = _UNSEEN.sub("_", _text(folder)).replace("/", "_")
    short = text.encode()[:_LONGEST_NAME].decode(errors="ignore")
    if short == folder:
        return short
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:8]
    return f"{short.encode()[: _LONGEST_NAME - 9].decode(errors='ignore')}-{digest}"
