"""Canvas: ``submissions.zip``, flat, with everything in the files' names.

The Canvas Instructor Guide describes it under "How do I download all student submissions for an
assignment?" (https://community.canvaslms.com/t5/Instructor-Guide/tkb-p/Instructor): the student's
sortable name without blanks, ``LATE`` if it was, the numbers of the user and of the file, and the
file's name, to which Canvas adds ``-1``, ``-2`` when a student hands in a file of that name again.
With anonymous grading ``anon_`` and five characters stand for name and number.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from torchdojo.classroom.formats.entries import Apart, HandIn, Reading, Who
from torchdojo.classroom.walking import shown

_FLAT = re.compile(
    r"(?:(?P<anonymous>anon_\w{5})|(?P<name>[^\W_]+(?:-[^\W_]+)*))(?P<late>_LATE)?"
    r"(?(name)_(?P<user>\d+))_(?P<rest>.*\w.*)",
    re.DOTALL,
)
_FILE_NUMBER = re.compile(r"^\d+_(?=.)")
_AGAIN = re.compile(r"-(\d{1,3})(?=(\.\w+)*$)")
_NO_FILES = ("text.html", "link.html", "url.html")
"""What a student typed into Canvas in place of a file."""


def fits(entries: Sequence[Path]) -> int:
    """How many of the entries look like Canvas's."""
    return sum(1 for entry in entries if _FLAT.fullmatch(entry.name) and not entry.is_dir())


def read(entries: Sequence[Path]) -> Reading:
    """A hand-in for each file; files that are called otherwise are nobody's."""
    hand_ins: list[HandIn] = []
    apart: list[Apart] = []
    for entry in entries:
        found = _FLAT.fullmatch(entry.name)
        if found is None or entry.is_dir():
            apart.append(Apart(shown(entry.name), "Canvas calls no student's file like this."))
        elif _bare(found["rest"]) in _NO_FILES:
            apart.append(Apart(shown(entry.name), "A text or link typed into Canvas is no file."))
        else:
            hand_ins.append(_hand_in(entry, found))
    return Reading(tuple(hand_ins), tuple(apart))


def _hand_in(entry: Path, found: "re.Match[str]") -> HandIn:
    again = _AGAIN.search(found["rest"])
    key = found["anonymous"] or f"{found['name']}_{found['user']}"
    who = Who(key, number=found["user"] or "", name=found["name"] or "")
    attempt = int(again[1]) if again else 0
    late = found["late"] is not None
    return HandIn(who, entry, shown(entry.name), _names(found["rest"]), attempt, late=late)


def _names(rest: str) -> tuple[str, ...]:
    """What the file may have been called: Canvas's marks may be part of the student's name."""
    bare = _bare(rest)
    names = [_AGAIN.sub("", bare), bare, _AGAIN.sub("", rest), rest]
    return tuple(dict.fromkeys(names))


def _bare(rest: str) -> str:
    return _FILE_NUMBER.sub("", rest)
