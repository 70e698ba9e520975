"""How commands read the reports of a class."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from torchdojo.classroom.reading import StudentResult

_SHOWN = 10


def class_in(reports: Path) -> "list[StudentResult]":
    """The reports in a folder; whoever has none is told. Raises `DojoError` where nobody has."""
    from torchdojo.classroom.reading import read_class, without_report

    found = read_class(reports)
    if missing := without_report(reports):
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        names = ", ".join(missing[:_SHOWN])
        click.echo(f"No report yet, so left out: {names}{more}. Grade the class again.", err=True)
    return found
