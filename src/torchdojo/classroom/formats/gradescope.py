"""Gradescope: "Export Submissions" gives folders by number, and a YAML file that names students.

https://guides.gradescope.com ("Exporting submissions"): ``submission_metadata.yml`` holds, for each
folder ``submission_123``, ``:submitters:`` with ``:name:``, ``:sid:`` and ``:email:``, and
``:created_at:``. The file is written by Ruby: its keys are symbols, and a date may be an object of
Ruby's. It is read as plain text values, so no tag in it makes anything else.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import yaml

from torchdojo.classroom.formats.dates import read_date
from torchdojo.classroom.formats.entries import Apart, HandIn, Reading, Who
from torchdojo.classroom.walking import shown
from torchdojo.errors import DojoError

FILE = "submission_metadata.yml"
_LARGEST = 256 * 2**20
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def fits(entries: Sequence[Path]) -> int:
    """All of them, if the file of metadata is there."""
    return len(entries) if any(entry.name == FILE for entry in entries) else 0


def read(entries: Sequence[Path]) -> Reading:
    """A hand-in for each student of each folder: a group's work is that of all its members."""
    told = _metadata(entries)
    hand_ins: list[HandIn] = []
    apart: list[Apart] = []
    for entry in entries:
        found = list(_hand_ins(entry, told.get(entry.name)))
        hand_ins += found
        if not found and entry.name != FILE:
            apart.append(Apart(shown(entry.name), f"`{FILE}` names no student for it."))
    return Reading(tuple(hand_ins), tuple(apart))


def _metadata(entries: Sequence[Path]) -> dict[str, object]:
    (path,) = [entry for entry in entries if entry.name == FILE] or [Path(FILE)]
    try:
        if path.stat().st_size > _LARGEST:
            raise DojoError(f"{path} is larger than {_LARGEST // 2**20} MiB: export it anew.")
        told = yaml.load(path.read_text("utf-8"), _Loader)
    except (OSError, UnicodeError, yaml.YAMLError, RecursionError) as error:
        what = " ".join(str(error).split())
        raise DojoError(
            f"{path} cannot be read ({what}): export the submissions of Gradescope anew."
        ) from error
    if not isinstance(told, dict):
        raise DojoError(f"{path} names no submissions: export them from Gradescope anew.")
    return told


def _hand_ins(entry: Path, told: object) -> Iterator[HandIn]:
    about = _plain(told)
    submitters = about.get("submitters")
    when = _when(about.get("created_at"))
    for one in submitters if isinstance(submitters, list) else ():
        person = {key: value for key, value in _plain(one).items() if isinstance(value, str)}
        sid, email, name = (person.get(key, "").strip() for key in ("sid", "email", "name"))
        if sid or email or name:
            who = Who(sid or email or name, sid, name=name, email=email)
            yield HandIn(who, entry, shown(entry.name), when=when)


def _plain(told: object) -> dict[str, object]:
    """A mapping without the colons of Ruby's symbols; empty where there is none."""
    if not isinstance(told, dict):
        return {}
    return {str(key).strip(":"): value for key, value in told.items()}


def _when(told: object) -> datetime | None:
    """A date, also one that Ruby on Rails wrote as an object with its time in UTC."""
    value = _plain(told).get("utc", told) if isinstance(told, dict) else told
    return read_date(value) if isinstance(value, str) else None
