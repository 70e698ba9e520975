"""A file that may be the one that is missing: a copy, another ending, another folder."""

import os
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

_ALIKE = 0.8
_LOOKED_AT = 2000
"""Files in a folder; a name among more of them is not searched for."""
_ENDINGS = re.compile(r"(?:\.(?:py|ipynb|txt|json|bak|orig|old|md|pyw|text))+$")
_COPY = re.compile(
    # no two parts may match the same blank, or a name of many words takes forever
    r"(?:[\s_.-]*(?:\(\d+\)|\[\d+\]|"
    r"(?:copy|kopie|copie|copia|final|new|neu|solved|done)(?:\s*\d+)?))+$"
)
_VERSION = re.compile(r"_v?\d{1,2}$")
_BETWEEN = re.compile(r"[\s.-]+")
_NUMBER = re.compile(r"^\d+_")


def near_miss(folder: Path, id: str, suffix: str) -> str:
    """A sentence about a file in the submission `folder` that may be meant for exercise `id`."""
    track, name = id.split("/")
    for place, entry in _candidates(folder, track):
        if entry.name in (f"{name}.py", f"{name}.ipynb") and not _is_file(entry):
            return f"There, `{entry.name}` is no file."
        right = f"{track}/{name}{ending(entry.name) or suffix}"
        if _is_file(entry) and means(entry.name, name) and f"{place}{entry.name}" != right:
            how = "rename it to" if place == f"{track}/" else "move it to"
            return f"There is `{place}{entry.name}`: if that is it, {how} `{right}`."
    return _resembling(folder, track, name)


def _resembling(folder: Path, track: str, name: str) -> str:
    """The same of a program in the track's folder whose name is nearly the right one."""
    for place, entry in _candidates(folder, track):
        suffix = ending(entry.name)
        if place and suffix and _is_file(entry) and resembles(entry.name, name):
            right = f"{track}/{name}{suffix}"
            return f"There is `{place}{entry.name}`: if that is it, rename it to `{right}`."
    return ""


def resembles(filename: str, name: str) -> bool:
    """Whether a file's name is nearly that of `name`, and has no other number."""
    stem, wanted = _ENDINGS.sub("", filename.lower()), name.lower()
    numbers = [_NUMBER.match(one) for one in (stem, wanted)]
    if numbers[0] and numbers[1] and numbers[0][0] != numbers[1][0]:
        return False
    one, other = (_NUMBER.sub("", text) for text in (stem, wanted))
    return SequenceMatcher(None, one[:200], other).ratio() >= _ALIKE


def _candidates(folder: Path, track: str) -> "Iterator[tuple[str, os.DirEntry[str]]]":
    """What lies in the track's folder, in whatever case it is written, and in `folder` itself."""
    above = list(_entries(folder))
    tracks = [one for one in above if one.name.lower() == track and not one.is_symlink()]
    for one in tracks:
        yield from ((f"{one.name}/", entry) for entry in _entries(one.path))
    yield from (("", entry) for entry in above)


def _entries(folder: "Path | str") -> "list[os.DirEntry[str]]":
    """At most so many; none where `folder` is no folder or cannot be entered."""
    try:
        with os.scandir(folder) as listed:
            found = [entry for entry, _ in zip(listed, range(_LOOKED_AT), strict=False)]
    except OSError:
        return []
    return sorted((one for one in found if _is_text(one.name)), key=lambda one: one.name)


def _is_text(name: str) -> bool:
    """Whether a name can be shown as it is."""
    return name.isprintable() and "`" not in name


def _is_file(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_file(follow_symlinks=False)
    except OSError:
        return False


def ending(name: str) -> str:
    """The ending that a file should have, as far as its name tells."""
    lower = name.lower()
    return ".ipynb" if ".ipynb" in lower else ".py" if ".py" in lower else ""


def means(filename: str, name: str) -> bool:
    """Whether a file of that name may be for the exercise file `name` (without its ending).

    A copy, another ending or another case may; so may a name without its number, or with a
    student's before it. Another exercise's own file does not.
    """
    stem = _ENDINGS.sub("", filename.lower())
    plain = _BETWEEN.sub("_", _COPY.sub("", stem))
    wanted = name.lower()
    return any(
        one in (wanted, _NUMBER.sub("", wanted)) or one.endswith(f"_{wanted}")
        for one in (plain, _VERSION.sub("", plain))
    )
