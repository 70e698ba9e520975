"""How commands read the reports of a class."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from torchdojo.classroom.collecting import Wanted
    from torchdojo.classroom.reading import StudentResult

_SHOWN = 10


def wanted_by(format: str | None, roster: Path | None) -> "Wanted":
    """How hand-ins are read under ``--format`` and ``--roster``; raises `DojoError`."""
    from torchdojo.classroom.collecting import Wanted
    from torchdojo.classroom.roster import read_roster

    return Wanted(format, roster=read_roster(roster) if roster else None)


def class_in(reports: Path) -> "list[StudentResult]":
    """The reports in a folder; whoever has none is told. Raises `DojoError` where nobody has."""
    from torchdojo.classroom.reading import read_class, without_report

    found = read_class(reports)
    if missing := without_report(reports):
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        names = ", ".join(missing[:_SHOWN])
        click.echo(f"No report yet, so left out: {names}{more}. Grade the class again.", err=True)
    return found
