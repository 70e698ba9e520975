"""Plain folders, one for each student and called after the student; an archive is one as well."""

from collections.abc import Sequence
from pathlib import Path

from torchdojo.classroom.archives import is_zip
from torchdojo.classroom.formats.entries import Apart, HandIn, Reading, Who
from torchdojo.classroom.walking import shown, student_name

_NO_FOLDER = "It is no folder: if it is a student's work, put it into one with the student's name."


def fits(entries: Sequence[Path]) -> int:
    """None: this is what is left if nothing else fits."""
    del entries
    return 0


def read(entries: Sequence[Path]) -> Reading:
    """A hand-in for each folder, and for each archive without a folder of its name."""
    folders = {entry.name for entry in entries if _is_folder(entry)}
    hand_ins: list[HandIn] = []
    apart: list[Apart] = []
    for entry in entries:
        if entry.name in folders:
            hand_ins.append(HandIn(_who(entry.name), entry, shown(entry.name)))
        elif is_zip(entry) and entry.stem not in folders:
            hand_ins.append(HandIn(_who(entry.stem), entry, shown(entry.name)))
        elif is_zip(entry):
            why = f"The folder `{shown(entry.stem)}` beside it is taken for this student's work."
            apart.append(Apart(shown(entry.name), why))
        else:
            apart.append(Apart(shown(entry.name), _NO_FOLDER))
    return Reading(tuple(hand_ins), tuple(apart))


def _is_folder(entry: Path) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _who(name: str) -> Who:
    key = student_name(name)
    return Who(key, key, name=key)
