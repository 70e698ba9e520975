"""`torchdojo init`: the exercises, without a clone; `torchdojo carry` packs them for that."""

from pathlib import Path

import click

from torchdojo.catalog import Collection
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.errors import DojoError


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@speaks_plainly
def init(folder: Path) -> None:
    """Write the exercises to the new folder DIR; in one begun before, what you edited is kept."""
    from torchdojo.starting import begin

    changes = begin(folder.absolute())
    for path in changes.kept:
        click.echo(f"kept {path}: you edited it")
    new = sum(path.startswith("exercises/") for path in (*changes.wrote, *changes.updated))
    for path in changes.removed:
        click.echo(f"removed {path}: it is handed out no longer")
    if not new:
        changed = changes.wrote or changes.updated or changes.removed
        click.echo(f"{folder} is {'now ' if changed else ''}up to date.")
        return
    click.echo(f"Wrote {'1 exercise' if new == 1 else f'{new} exercises'} to {folder}. Go on by:")
    click.echo(f"cd {folder}")
    click.echo("torchdojo")


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; fail if something is out of date.")
@speaks_plainly
def carry(check: bool) -> None:
    """Bring up to date what the package carries for `torchdojo init`; seconds for each exercise."""
    from torchdojo.starting.carrying import outdated, renew

    collection = Collection.around(Path.cwd())
    collection.need_solutions()
    changed = outdated(collection) if check else renew(collection)
    for name in changed:
        click.echo(f"{'out of date' if check else 'wrote'}: {name}")
    if check and changed:
        raise DojoError("Run `torchdojo carry`, and commit what it writes.")
    if not changed:
        click.echo("What the package carries is up to date.")
