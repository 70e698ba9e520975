"""Moodle: a folder for each student, or flat files, with name and number before a fixed word.

https://docs.moodle.org/en/Using_Assignment ("Download all submissions", with or without "Download
submissions in folders"): ``Ada Lovelace_123456_assignsubmission_file_`` is the folder of what was
uploaded, ``..._onlinetext_`` that of what was typed in. With anonymous submissions the name is
``Participant 123456``. A group's name may come before the student's.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from torchdojo.classroom.formats.entries import Apart, HandIn, Reading, Who
from torchdojo.classroom.walking import shown

_NAMED = re.compile(
    r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_(?P<kind>file|onlinetext)(?:_(?P<rest>.*))?",
    re.DOTALL,
)


def fits(entries: Sequence[Path]) -> int:
    """How many of the entries look like Moodle's."""
    return sum(1 for entry in entries if _NAMED.fullmatch(entry.name))


def read(entries: Sequence[Path]) -> Reading:
    """A hand-in for each folder or file of an upload."""
    hand_ins: list[HandIn] = []
    apart: list[Apart] = []
    for entry in entries:
        found = _NAMED.fullmatch(entry.name)
        if found is None:
            apart.append(Apart(shown(entry.name), "Moodle calls no student's work like this."))
        elif found["kind"] == "onlinetext":
            apart.append(Apart(shown(entry.name), "A text typed into Moodle is no file."))
        else:
            who = Who(f"{found['name']}_{found['id']}", number=found["id"], name=found["name"])
            names = (found["rest"],) if found["rest"] else ()
            hand_ins.append(HandIn(who, entry, shown(entry.name), names))
    return Reading(tuple(hand_ins), tuple(apart))
