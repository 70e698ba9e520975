"""`torchdojo export` of results: Canvas, Moodle, a table of checks, JUnit."""

import csv
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from torchdojo.cli.keeping import put
from torchdojo.cli.results import class_in
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.errors import DojoError

if TYPE_CHECKING:
    from torchdojo.classroom.exports.people import Platform

_PATH = click.Path(path_type=Path)
_OPTIONS = (
    click.argument("reports", type=_PATH),
    click.argument("template", type=_PATH, metavar="TEMPLATE.csv"),
    click.argument("out", type=_PATH, metavar="OUT.csv"),
    click.option(
        "--exercise",
        "ids",
        multiple=True,
        metavar="ID_OR_TRACK",
        help="Add up these only; may be given again.",
    ),
    click.option(
        "--total", is_flag=True, help="Per cent of the course, as totals.csv has it, not a sum."
    ),
    click.option("--scale", is_flag=True, help="Scale marks to the points that the table tells."),
    click.option("--out-of", type=click.FloatRange(0, min_open=True), help="Scale to so many."),
    click.option(
        "--by", multiple=True, metavar="COLUMN", help="A column that identifies students as well."
    ),
    click.option(
        "--match",
        "matched",
        type=_PATH,
        metavar="FILE.csv",
        help="Columns student,key: which id, login or address is whose.",
    ),
    click.option(
        "--decimal",
        type=click.Choice(["point", "comma"]),
        help="How numbers are written (default: as in the table).",
    ),
    click.option("--overwrite", is_flag=True, help="Replace OUT.csv if it was edited."),
)  # fmt: skip


def _with_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command()
@_with_options
@click.option("--column", required=True, help="The assignment, as the table names it.")
@speaks_plainly
def canvas(**chosen: Any) -> None:
    """Fill marks into a gradebook that was exported from Canvas, to be imported there."""
    from torchdojo.classroom.exports.people import CANVAS

    _fill(CANVAS, **chosen)


@click.command()
@_with_options
@click.option("--column", default="Grade", show_default=True, help="The grade's column.")
@speaks_plainly
def moodle(**chosen: Any) -> None:
    """Fill marks into a grading worksheet, or an exported gradebook, of Moodle."""
    from torchdojo.classroom.exports.people import MOODLE

    _fill(MOODLE, **chosen)


def _fill(
    platform: "Platform",
    reports: Path,
    template: Path,
    out: Path,
    ids: tuple[str, ...],
    total: bool,
    scale: bool,
    out_of: float | None,
    by: tuple[str, ...],
    matched: Path | None,
    decimal: Literal["point", "comma"] | None,
    overwrite: bool,
    column: str,
) -> None:
    from torchdojo.classroom.exports.filling import Wish, fill
    from torchdojo.classroom.exports.people import Roll
    from torchdojo.classroom.exports.template import read_template
    from torchdojo.classroom.reading import read_given

    if out.exists() and template.exists() and out.samefile(template):
        raise DojoError(f"{out} is the table itself, which is kept: name another file to write.")
    said = {} if matched is None else _said(matched)
    wish = Wish(column, frozenset(ids), scale, out_of, total, by, said)
    class_, given = class_in(reports), read_given(reports)
    filled = fill(Roll(read_template(template, decimal), platform), class_, given, wish)
    put(out, filled.data, overwrite)
    for line in filled.sentences():
        click.echo(line, err=True)
    what = "totals" if total else "given marks" if given.marks else "scores"
    click.echo(f"Wrote the {what} of {filled.count} of {len(class_)} students to {out}.")
    sys.exit(0 if filled.is_whole else 1)


def _said(path: Path) -> dict[str, str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return {row["student"]: row["key"] for row in csv.DictReader(file)}
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise DojoError(
            f"{path} cannot be read as a CSV file with the columns student and key."
        ) from error


@click.command()
@click.argument("reports", type=_PATH)
@click.argument("out", type=_PATH, metavar="OUT.csv")
@click.option("--overwrite", is_flag=True, help="Replace OUT.csv if it was edited.")
@speaks_plainly
def checks(reports: Path, out: Path, overwrite: bool) -> None:
    """Write a table with a row for each student and check."""
    from torchdojo.classroom.exports.listing import checks_text

    class_ = class_in(reports)
    put(out, checks_text(class_).encode(), overwrite)
    click.echo(f"Wrote the checks of {len(class_)} students to {out}.")


@click.command()
@click.argument("reports", type=_PATH)
@click.argument("out", type=_PATH, metavar="OUT.xml")
@click.option("--overwrite", is_flag=True, help="Replace OUT.xml if it was edited.")
@speaks_plainly
def junit(reports: Path, out: Path, overwrite: bool) -> None:
    """Write JUnit's XML: a test suite for each student, points as properties of a test case."""
    from torchdojo.classroom.exports.listing import junit_text

    class_ = class_in(reports)
    put(out, junit_text(class_), overwrite)
    click.echo(f"Wrote the checks of {len(class_)} students to {out}.")
