"""How commands say what they wrote, and what they kept."""

from pathlib import Path

import click

from torchdojo.errors import DojoError
from torchdojo.keeping import Changes, refusal


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
