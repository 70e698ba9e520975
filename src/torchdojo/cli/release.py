"""`torchdojo release`: what students of a class receive."""

import shutil
from pathlib import Path

import click

from torchdojo.catalog import Collection
from torchdojo.cli.choosing import chosen_exercises
from torchdojo.cli.speaking import speaks_plainly


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--track", "tracks", multiple=True, help="Only this track; may be given again.")
@click.option("--exercise", "ids", multiple=True, help="Only this exercise; may be given again.")
@click.option("--zip", "zipped", is_flag=True, help="Write DIR.zip as well.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the recorded inputs.")
@speaks_plainly
def release(
    folder: Path, tracks: tuple[str, ...], ids: tuple[str, ...], zipped: bool, seed: int
) -> None:
    """Write to DIR what students receive: stubs, visible checks, recorded answers, data, engine."""
    from torchdojo.classroom.release import write_release

    collection = Collection.around(Path.cwd())
    exercises = chosen_exercises(collection, tracks, ids)
    write_release(folder, collection, exercises, seed=seed)
    count = "1 exercise" if len(exercises) == 1 else f"{len(exercises)} exercises"
    click.echo(f"Wrote {count} to {folder}; nothing in it gives a solution away.")
    if zipped:
        click.echo(f"Wrote {shutil.make_archive(str(folder), 'zip', folder)}")
