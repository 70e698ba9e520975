"""`torchdojo site`: lessons and documents as pages for a browser."""

from pathlib import Path

import click

from torchdojo.catalog import Collection
from torchdojo.cli.choosing import chosen_exercises
from torchdojo.cli.keeping import tell_backup
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.errors import DojoError
from torchdojo.keeping import refusal


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--track", "tracks", multiple=True, help="Only this track; may be given again.")
@click.option("--exercise", "ids", multiple=True, help="Only this exercise; may be given again.")
@click.option("--overwrite", is_flag=True, help="Replace edited pages; copies are put aside.")
@speaks_plainly
def site(folder: Path, tracks: tuple[str, ...], ids: tuple[str, ...], overwrite: bool) -> None:
    """Write to DIR a static site of the lessons, to be read offline or put on a server.

    It holds no solution, no hidden check and no mistake's code. DIR may hold an earlier site.
    """
    from torchdojo.site import build_site, need_packages

    collection, folder = Collection.around(Path.cwd()), folder.absolute()
    chosen = chosen_exercises(collection, tracks, ids)
    need_packages()
    count = "1 exercise" if len(chosen) == 1 else f"{len(chosen)} exercises"
    click.echo(f"Making the pages of {count}: this takes a while.")
    changes = build_site(folder, collection, chosen, lambda _: overwrite)
    tell_backup(changes)
    if changes.kept:
        raise DojoError(refusal(changes.kept))
    click.echo(f"Wrote the site: open {folder / 'index.html'} in a browser.")
