"""`torchdojo analyse`: what the results of a class tell its teacher."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from torchdojo.cli.keeping import put_folder
from torchdojo.cli.marks import FILE
from torchdojo.cli.results import class_in, wanted_by
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.keeping import record_of

if TYPE_CHECKING:
    from torchdojo.classroom.analysis.findings import Compared
    from torchdojo.classroom.collecting import Wanted
    from torchdojo.classroom.reading import StudentResult

_PATH = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("reports", type=_PATH)
@click.option("--to", "folder", type=_PATH, help="Where to write (default: REPORTS/analysis).")
@click.option(
    "--submissions",
    type=click.Path(path_type=Path),
    help="The folder or archive that was graded, to look for similar programs.",
)
@click.option("--format", "format", help="Theirs, as for `torchdojo grade`, if it was named.")
@click.option("--roster", type=FILE, metavar="FILE", help="That it was graded with, if any.")
@click.option("--overwrite", is_flag=True, help="Replace files that were edited; copies are kept.")
@speaks_plainly
def analyse(
    reports: Path,
    folder: Path | None,
    submissions: Path | None,
    format: str | None,
    roster: Path | None,
    overwrite: bool,
) -> None:
    """Write a page, and tables, about a class that `torchdojo grade` wrote REPORTS of.

    How hard each check is and how well it tells students apart, mistakes and which of them go
    together, students who need help, and with --submissions programs that are alike.
    """
    from torchdojo.classroom.analysis.findings import Findings
    from torchdojo.classroom.analysis.page import page
    from torchdojo.classroom.analysis.tables import tables

    class_ = class_in(reports)
    compared = None
    if submissions is not None:
        compared = _compared(class_, submissions, wanted_by(format, roster), reports)
    found = Findings(class_, compared)
    files = {"analysis.html": page(found), **tables(found)}
    place = folder or reports / "analysis"
    data = {name: text.encode() for name, text in files.items()}
    put_folder(place, data, overwrite, record=record_of("analysis"))
    click.echo(f"Wrote {', '.join(files)} to {place}.")


def _compared(
    class_: "list[StudentResult]", submissions: Path, wanted: "Wanted", reports: Path
) -> "Compared":
    from torchdojo.catalog import Collection
    from torchdojo.classroom.analysis.findings import Compared
    from torchdojo.classroom.analysis.programs import handed, samples, solutions
    from torchdojo.classroom.analysis.similar import alike

    collection = Collection.around(Path.cwd())
    collection.need_solutions()
    ids = dict.fromkeys(one.id for student in class_ for one in student.exercises)
    exercises = [collection.exercises[id] for id in ids if id in collection.exercises]
    programs = list(handed(submissions, collection, exercises, reports, wanted))
    found = samples(programs, class_)
    return Compared(alike(found, solutions(exercises)), programs, found)
