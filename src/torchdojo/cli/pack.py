"""`torchdojo pack`: the zip that a student hands in."""

import sys
from pathlib import Path

import click

from torchdojo.catalog import Collection
from torchdojo.classroom.harmless import harmless
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.errors import DojoError
from torchdojo.keeping import LOCAL, Keeper, refusal


@click.command()
@click.argument(
    "folder",
    type=click.Path(path_type=Path),
    metavar="[DIR]",
    required=False,
    envvar="TORCHDOJO_SUBMISSION",
)
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="Write this zip.")
@click.option("--all", "everything", is_flag=True, help="Take along all files beside the work.")
@click.option("--overwrite", is_flag=True, help="Replace a zip that is not ours; a copy is kept.")
@speaks_plainly
def pack(folder: Path | None, to: Path | None, everything: bool, overwrite: bool) -> None:
    """Pack what you did in DIR (default: exercises/) into handin.zip, ready to be handed in.

    In it are the exercises that you have begun, and the files beside them that they name.
    """
    from torchdojo.classroom import packing

    collection = Collection.around(Path.cwd())
    place = (folder or collection.root / "exercises").absolute()
    target = (to or collection.root / "handin.zip").absolute()
    if target.suffix != ".zip":
        raise DojoError(f"{target.name} is no name for an archive: let it end in `.zip`.")
    handed = packing.pack(collection, place, everything=everything)
    data = handed.archive(target.stem, collection.release_seed)
    keeper = Keeper(target.parent, LOCAL)
    changes = keeper.write({target.name: data}, lambda _: overwrite)
    if changes.kept:
        raise DojoError(refusal(changes.kept))
    keeper.save()
    for line in packing.lines(handed):
        click.echo(line)
    count = "1 exercise" if len(handed.begun) == 1 else f"{len(handed.begun)} exercises"
    click.echo(f"Wrote {target} with {count}, {len(data) / 1024:.1f} KiB.")
    for doubt in handed.doubts:
        click.echo(harmless(doubt), err=True)
    sys.exit(1 if handed.doubts else 0)
