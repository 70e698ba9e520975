"""`torchdojo new`: a collection of one's own, and exercises in it."""

from pathlib import Path

import click

from torchdojo.catalog import Collection
from torchdojo.cli.speaking import speaks_plainly


@click.group()
def new() -> None:
    """Begin a collection of your own, or an exercise in it."""


@new.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@speaks_plainly
def collection(folder: Path) -> None:
    """Make an empty collection in the new folder DIR."""
    from torchdojo.authoring.starting import new_collection

    new_collection(folder.absolute())
    click.echo(f"Made a collection in {folder}. Next, in that folder:")
    click.echo("torchdojo new exercise 01_basics/01_first")


@new.command()
@click.argument("id", metavar="TRACK/NN_NAME")
@speaks_plainly
def exercise(id: str) -> None:
    """Begin an exercise with a pattern that passes `torchdojo selfcheck` at once."""
    from torchdojo.authoring.starting import new_exercise

    around = Collection.around(Path.cwd())
    around.need_solutions()
    begun = new_exercise(around, id)
    for path in begun.written:
        click.echo(f"wrote {path}")
    click.echo(f"Change the lesson, the code and the checks, then: torchdojo selfcheck {begun.id}")
