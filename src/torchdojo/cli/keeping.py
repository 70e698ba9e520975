"""How commands say what they wrote, and what they kept."""

from collections.abc import Sequence
from pathlib import Path

import click

from torchdojo.errors import DojoError
from torchdojo.keeping import LOCAL, MANIFEST, Changes, Keeper, refusal


def tell(changes: Changes, folder: Path) -> None:
    """List what was written; raises `DojoError` if edited files were kept."""
    for path in sorted((*changes.wrote, *changes.updated, *changes.overwrote)):
        click.echo(f"wrote: {path}")
    tell_backup(changes)
    if changes.kept:
        raise DojoError(refusal(changes.kept))
    if not (changes.wrote or changes.updated or changes.overwrote):
        click.echo(f"{folder}/ is up to date.")


def tell_backup(changes: Changes) -> None:
    """Say where copies of overwritten files are, if any were."""
    if changes.backup is not None:
        copies = "A copy of each edited file" if len(changes.overwrote) > 1 else "A copy"
        click.echo(f"{copies} is in {changes.backup}/: " + ", ".join(changes.overwrote))


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
    folder: Path,
    files: dict[str, bytes],
    overwrite: bool,
    scripts: Sequence[str] = (),
    record: str = MANIFEST,
) -> None:
    """As `put`, for many; `scripts` are made executable, and what is written no longer goes."""
    keeper = Keeper(folder.absolute(), record)
    changes = keeper.write(files, lambda path: overwrite)
    left = keeper.remove(keeper.written.keys() - files.keys())
    keeper.save()
    tell_backup(changes)
    for name in scripts:
        (folder / name).chmod(0o755)
    if kept := (*changes.kept, *sorted(left)):
        raise DojoError(refusal(kept))
