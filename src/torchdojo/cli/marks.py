"""`torchdojo marks`: a course's rules, applied to results that are there."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from torchdojo.catalog import Collection
from torchdojo.classroom.harmless import harmless
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.errors import DojoError, need_unix
from torchdojo.keeping import refusal

if TYPE_CHECKING:
    from torchdojo.classroom.course_marks import Applied
    from torchdojo.classroom.policy.rules import Course

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("reports", type=click.Path(path_type=Path, file_okay=False))
@click.option("--course", type=FILE, metavar="FILE", required=True, help="Its rules, as TOML.")
@click.option("--overwrite", is_flag=True, help="Replace files that were edited; copies are kept.")
@speaks_plainly
def marks(reports: Path, course: Path, overwrite: bool) -> None:
    """Make marks of what was earned: deadlines, extensions, penalties, weights, overrides.

    REPORTS is where `torchdojo grade` wrote its reports. Nothing is graded anew. Writes marks.csv,
    totals.csv and the students' pages, and adds what changed to changes.jsonl.
    """
    need_unix()
    from torchdojo.classroom.course_marks import apply_course

    rules = course_rules(course, Collection.around(Path.cwd()))
    sys.exit(1 if show_applied(apply_course(reports, rules, overwrite=overwrite)) else 0)


def course_rules(path: Path, collection: Collection) -> "Course":
    """The rules in `path`; raises `DojoError`, also where pydantic is not installed."""
    try:
        from torchdojo.classroom.policy.reading import read_course
    except ModuleNotFoundError as error:
        if error.name != "pydantic":
            raise
        raise DojoError(
            "A course's rules need pydantic: install it with "
            "`pip install -c constraints.txt -e '.[instructor]'`."
        ) from error
    return read_course(path, collection)


def show_applied(applied: "Applied") -> bool:
    """Say what was written; returns whether something is left to do."""
    count = sum(len(one.marks) for one in applied.students)
    click.echo(
        f"Wrote marks.csv and totals.csv: {count} marks of {len(applied.students)} students, "
        f"{applied.changed} of them new or changed (changes.jsonl)."
    )
    for folder in sorted(set(applied.backups)):
        click.echo(f"Copies of edited files that were overwritten are in {folder}.")
    if applied.undated:
        marks = "1 mark has" if applied.undated == 1 else f"{applied.undated} marks have"
        click.echo(
            f"{marks} a deadline, but nobody knows when the work was handed in: no "
            "penalty. Say when, under [[handed_in]] or in the roster.",
            err=True,
        )
    if applied.unknown:
        names = harmless(", ".join(applied.unknown))
        click.echo(f"The course has rules for students without results: {names}.", err=True)
    if applied.kept:
        click.echo(refusal(applied.kept), err=True)
    return bool(applied.unknown or applied.kept)
