"""GitHub Classroom: a git clone for each student, called after the assignment and the user.

https://docs.github.com/en/education/manage-coursework-with-github-classroom ("Using GitHub
Classroom with GitHub CLI"): ``gh classroom clone student-repos`` makes ``ASSIGNMENT-submissions``
with ``ASSIGNMENT-USERNAME`` in it. No git runs here, and nothing in ``.git`` is read: a student
writes its settings, which name programs to start, and the dates of its commits. When something was
handed in is told by GitHub Classroom's table of grades, as a roster.
"""

import os
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

from torchdojo.classroom.formats.entries import Apart, HandIn, Reading, Who
from torchdojo.classroom.walking import shown


def fits(entries: Sequence[Path]) -> int:
    """How many of the entries are clones whose names begin alike."""
    clones = [entry for entry in entries if _is_clone(entry)]
    return len(clones) if _prefix(clones) else 0


def read(entries: Sequence[Path]) -> Reading:
    """A hand-in for each folder that begins as the clones do."""
    prefix = _prefix([entry for entry in entries if _is_clone(entry)])
    hand_ins: list[HandIn] = []
    apart: list[Apart] = []
    for entry in entries:
        user = entry.name.removeprefix(prefix)
        if entry.is_dir() and not entry.is_symlink() and user:
            hand_ins.append(HandIn(Who(user, user, account=user), entry, shown(entry.name)))
        else:
            apart.append(Apart(shown(entry.name), "This is no clone of a student's repository."))
    return Reading(tuple(hand_ins), tuple(apart))


def _is_clone(entry: Path) -> bool:
    return entry.is_dir() and not entry.is_symlink() and os.path.lexists(entry / ".git")


def _prefix(clones: Sequence[Path]) -> str:
    """What the names of clones have in common, up to a hyphen; of one, its folder's name."""
    names = [clone.name for clone in clones]
    if len(names) == 1:
        parent = clones[0].parent.name.removesuffix("-submissions") + "-"
        return parent if names[0].startswith(parent) else ""
    first, last = min(names, default=""), max(names, default="")
    common = "".join(
        a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    )
    return common[: common.rfind("-") + 1]
