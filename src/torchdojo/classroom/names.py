"""File names for students: safe on every file system, and each student's own."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection as Collected
from collections.abc import Sequence

from torchdojo.classroom.harmless import harmless

_UNSAFE = re.compile(r"[/\\:\x00-\x1f\x7f\ufffd]")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever the suffix."""
_LONGEST = 120
"""Bytes; with a suffix and a temporary file's marks a name fits into 255."""


def file_names(students: Sequence[str]) -> list[str]:
    """A file name without suffix for each student: the student's own name wherever it is safe.

    Where it is not, and where two names differ in no more than upper and lower case, a few digits
    that follow from the name are added.
    """
    safe = [_safe(student) for student in students]
    count = Counter(map(_folded, safe))
    names: dict[str, None] = {}
    for student, name in zip(students, safe, strict=True):
        alone = name == student and count[_folded(name)] == 1
        names[_other(name if alone else _marked(student, name), names)] = None
    return list(names)


def _other(name: str, taken: Collected[str]) -> str:
    """`name`, or the first of its kind that is not `taken`: two students may be called the same."""
    if name not in taken:
        return name
    return next(f"{name}-{n}" for n in range(2, len(taken) + 3) if f"{name}-{n}" not in taken)


def _safe(student: str) -> str:
    name = _UNSAFE.sub("_", harmless(student)).strip(" .")
    name = name.encode()[:_LONGEST].decode(errors="ignore").strip(" .")
    return f"_{name}" if _RESERVED.fullmatch(name) else name or "_"


def _folded(name: str) -> str:
    """The same for names that a file system may take for one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _marked(student: str, name: str) -> str:
    return f"{name}-{hashlib.sha256(student.encode(errors='surrogatepass')).hexdigest()[:8]}"
