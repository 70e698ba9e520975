"""`torchdojo export`: graders and results in the forms of other platforms."""

from collections.abc import Sequence
from pathlib import Path

import click

from torchdojo.catalog import Collection
from torchdojo.cli.keeping import tell_backup
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.errors import DojoError
from torchdojo.keeping import LOCAL, Keeper, refusal

_LEVELS = click.Choice(["full", "confined", "process"])
_SEEN = click.Choice(["after_published", "after_due_date", "hidden", "visible"])


@click.group()
def export() -> None:
    """Write graders and results for Gradescope, Canvas, Moodle, GitHub and spreadsheets."""


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
    from torchdojo.classroom.exports.packing import SCRIPTS, autograder_files, zipped
    from torchdojo.cli.choosing import chosen_exercises

    collection = Collection.around(Path.cwd())
    collection.need_solutions()
    chosen = chosen_exercises(collection, tracks, ids)
    packed = target.suffix == ".zip"
    if packed:
        need_place(target, overwrite)
    files = autograder_files(collection, chosen, level, hidden)
    if packed:
        put(target, zipped(files), overwrite)
    else:
        put_folder(target, files, overwrite, SCRIPTS)
    count = "1 exercise" if len(chosen) == 1 else f"{len(chosen)} exercises"
    click.echo(
        f"Wrote an autograder for {count} to {target}. It holds solutions and hidden checks: "
        "do not hand it to students."
    )


def need_place(place: Path, overwrite: bool) -> None:
    """Raise `DojoError` where `put` would keep what lies at `place`."""
    keeper = Keeper(place.absolute().parent, LOCAL)
    if not overwrite and keeper.state(place.name, b"") == "edited":
        raise DojoError(refusal([place.name]))


def put(place: Path, data: bytes, overwrite: bool) -> None:
    """Write one file over nothing that somebody edited; raises `DojoError` if it was kept."""
    keeper = Keeper(place.absolute().parent, LOCAL)
    changes = keeper.write({place.name: data}, lambda path: overwrite)
    keeper.save()
    tell_backup(changes)
    if changes.kept:
        raise DojoError(refusal(changes.kept))


def put_folder(
    folder: Path, files: dict[str, bytes], overwrite: bool, scripts: Sequence[str]
) -> None:
    """As `put`, for many; `scripts` are made executable, and what is written no longer goes."""
    keeper = Keeper(folder.absolute())
    changes = keeper.write(files, lambda path: overwrite)
    left = keeper.remove(keeper.written.keys() - files.keys())
    keeper.save()
    tell_backup(changes)
    for name in scripts:
        (folder / name).chmod(0o755)
    if kept := (*changes.kept, *sorted(left)):
        raise DojoError(refusal(kept))
