"""`torchdojo export`: graders and results in the forms of other platforms."""

from pathlib import Path

import click

from torchdojo.catalog import Collection
from torchdojo.cli.export_results import canvas, checks, junit, moodle
from torchdojo.cli.keeping import need_place, put, put_folder
from torchdojo.cli.marks import FILE
from torchdojo.cli.results import wanted_by
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.keeping import record_of

_LEVELS = click.Choice(["full", "confined", "process"])
_SEEN = click.Choice(["after_published", "after_due_date", "hidden", "visible"])


@click.group()
def export() -> None:
    """Write graders and results for Gradescope, Canvas, Moodle, GitHub and spreadsheets."""


for command in (canvas, moodle, checks, junit):
    export.add_command(command)


@export.command()
@click.argument("target", type=click.Path(path_type=Path), metavar="DIR_OR_ZIP")
@click.argument("ids", nargs=-1, metavar="[EXERCISE]...")
@click.option("--track", "tracks", multiple=True, help="Of this track; may be given again.")
@click.option(
    "--hidden",
    type=_SEEN,
    default="after_published",
    show_default=True,
    help="When students see the results of hidden checks.",
)
@click.option(
    "--require-isolation",
    "level",
    type=_LEVELS,
    default="confined",
    show_default=True,
    help="Grade nothing where submissions are shut in less well.",
)
@click.option("--overwrite", is_flag=True, help="Replace files that were edited; copies are kept.")
@speaks_plainly
def gradescope(
    target: Path,
    ids: tuple[str, ...],
    tracks: tuple[str, ...],
    hidden: str,
    level: str,
    overwrite: bool,
) -> None:
    """Write an autograder for Gradescope: a zip to upload, or its files.

    It holds solutions and hidden checks: it is for Gradescope and for instructors only.
    """
    from torchdojo.classroom.exports.packing import SCRIPTS, autograder_files
    from torchdojo.classroom.zipping import zipped
    from torchdojo.cli.choosing import chosen_exercises

    collection = Collection.around(Path.cwd())
    collection.need_solutions()
    chosen = chosen_exercises(collection, tracks, ids)
    packed = target.suffix == ".zip"
    if packed:
        need_place(target, overwrite)
    files = autograder_files(collection, chosen, level, hidden)
    if packed:
        put(target, zipped(dict(sorted(files.items())), SCRIPTS), overwrite)
    else:
        put_folder(target, files, overwrite, SCRIPTS)
    count = "1 exercise" if len(chosen) == 1 else f"{len(chosen)} exercises"
    click.echo(
        f"Wrote an autograder for {count} to {target}. It holds solutions and hidden checks: "
        "do not hand it to students."
    )


@export.command("github-classroom")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--overwrite", is_flag=True, help="Replace files that were edited; copies are kept.")
@speaks_plainly
def github_classroom(folder: Path, overwrite: bool) -> None:
    """Have GitHub score the release in DIR on each push, by a workflow that is written there."""
    from torchdojo.classroom.exports.workflow import workflow_files

    files = workflow_files(folder)
    put_folder(folder, files, overwrite, record=record_of("classroom"))
    click.echo(f"Wrote {' and '.join(files)} to {folder}: commit them with the release, and push.")


@export.command()
@click.argument("submissions", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.argument("ids", nargs=-1, metavar="[EXERCISE]...")
@click.option("--track", "tracks", multiple=True, help="Of this track; may be given again.")
@click.option("--format", "format", help="That of SUBMISSIONS, as for `torchdojo grade`.")
@click.option("--roster", type=FILE, metavar="FILE", help="CSV: who is in the class, with names.")
@click.option("--overwrite", is_flag=True, help="Replace files that were edited; copies are kept.")
@speaks_plainly
def sources(
    submissions: Path,
    folder: Path,
    ids: tuple[str, ...],
    tracks: tuple[str, ...],
    format: str | None,
    roster: Path | None,
    overwrite: bool,
) -> None:
    """Lay out the programs of a class as Dolos and JPlag read them, a folder for each exercise."""
    from torchdojo.classroom.analysis.programs import handed
    from torchdojo.classroom.exports.sources import source_files
    from torchdojo.cli.choosing import chosen_exercises

    collection = Collection.around(Path.cwd())
    collection.need_solutions()
    chosen = chosen_exercises(collection, tracks, ids)
    programs = list(handed(submissions, collection, chosen, folder, wanted_by(format, roster)))
    put_folder(folder, source_files(programs), overwrite, record=record_of("sources"))
    click.echo(f"Wrote {len(programs)} programs to {folder}.")
