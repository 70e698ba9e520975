"""What `torchdojo grade` says about the files that were handed in."""

from collections.abc import Sequence

import click

from torchdojo.classroom.accounting import HAND_INS, File, counts
from torchdojo.classroom.collecting import Collected
from torchdojo.classroom.formats import FOLDERS
from torchdojo.classroom.harmless import harmless
from torchdojo.classroom.reports import Reports

_SHOWN = 5
_NAMED = 20
_FOLDER = "If it is a student's work, put it into a folder with the student's name."


def show_hand_ins(found: Collected, written: Reports) -> None:
    """Print what was recognised, and what was not."""
    title = "" if found.format is FOLDERS else f" from {found.format.title}"
    students = len(found.students)
    click.echo(f"{students} student{'s' * (students != 1)}{title}. Files: {counts(written.files)}.")
    unknown = [f for f in written.files if f.status in ("not recognised", "not opened")]
    known = "\n".join(written.unread)
    told = [
        file
        for file in unknown
        if file.seen.student and _may_be_work(file) and file.why not in known
    ]
    for file in told[:_SHOWN]:
        click.echo(harmless(f"{file.seen.student}: `{file.seen.source}` {_fate(file)}"))
    if len(told) > _SHOWN:
        click.echo(f"... and {len(told) - _SHOWN} more, in {HAND_INS}.")
    more = _FOLDER if found.format is FOLDERS else f"{HAND_INS} says why."
    for note in found.notes:
        click.echo(note)
    _names("Not taken", [one.source for one in found.apart], more)
    _names("Not in the roster", found.strangers, "They are graded all the same.")


def _may_be_work(file: File) -> bool:
    name = file.seen.source.lower()
    return name.endswith((".py", ".ipynb")) or not file.why.startswith("No exercise")


def _fate(file: File) -> str:
    return f"is {file.status}: {file.why}"


def _names(what: str, names: Sequence[str], more: str) -> None:
    if names:
        rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        click.echo(harmless(f"{what}: {', '.join(names[:_NAMED])}{rest}. {more}"))
