"""`torchdojo release`: what students of a class receive."""

from pathlib import Path

import click

from torchdojo.catalog import Collection
from torchdojo.cli.choosing import chosen_exercises
from torchdojo.cli.keeping import tell_backup
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.keeping import Changes


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--track", "tracks", multiple=True, help="Only this track; may be given again.")
@click.option("--exercise", "ids", multiple=True, help="Only this exercise; may be given again.")
@click.option("--zip", "zipped", is_flag=True, help="Write DIR.zip as well.")
@click.option("--seed", type=int, help="Of the recorded inputs (default: 1, or as before).")
@click.option("--update", is_flag=True, help="DIR holds an earlier release; work in it is kept.")
@click.option("--overwrite", is_flag=True, help="Replace work, too; copies are put aside.")
@speaks_plainly
def release(
    folder: Path,
    tracks: tuple[str, ...],
    ids: tuple[str, ...],
    zipped: bool,
    seed: int | None,
    update: bool,
    overwrite: bool,
) -> None:
    """Write to DIR what students receive: stubs, visible checks, recorded answers, data, engine.

    With --update the release keeps its exercises, gets those that are named in addition, and
    whatever was edited in DIR stays as it is.
    """
    from torchdojo.classroom import handing_out

    collection, folder = Collection.around(Path.cwd()), folder.absolute()
    collection.need_solutions()
    chosen = chosen_exercises(collection, tracks, ids)
    if update:
        more = chosen if tracks or ids else []
        plan = handing_out.plan_update(folder, collection, more, seed, overwrite=overwrite)
    else:
        plan = handing_out.plan_new(folder, chosen, seed)
    changes = handing_out.write_release(
        folder, collection, plan, may_overwrite=lambda _: overwrite, archive=zipped
    )
    if update:
        lines = [*handing_out.told(changes)]
        click.echo("\n".join(lines) if lines else "Nothing has changed since the last update.")
    _tell(changes)
    count = "1 exercise" if len(plan.exercises) == 1 else f"{len(plan.exercises)} exercises"
    click.echo(f"Wrote {count} to {folder}; nothing in it gives a solution away.")
    if zipped:
        click.echo(f"Wrote {folder}.zip")


def _tell(changes: Changes) -> None:
    """What became of edited files."""
    for path in changes.kept:
        click.echo(f"kept {path}: it was edited since it was handed out")
    tell_backup(changes)
