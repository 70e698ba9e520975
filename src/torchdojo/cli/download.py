"""`torchdojo download`: the real data that the small data of the collection stand for."""

import socket
from pathlib import Path

import click

from torchdojo.catalog import Collection
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.errors import DojoError

_PATIENCE = 30.0
"""Seconds without a byte after which a download counts as broken off."""
_SIZES = {"mnist": "12 MB", "celeba": "1.4 GB"}


@click.command()
@click.argument("name", type=click.Choice(list(_SIZES)))
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), help="Folder (default: datasets/NAME)."
)
@speaks_plainly
def download(name: str, folder: Path | None) -> None:
    """Download the real MNIST (12 MB) or CelebA (1.4 GB); the exercises then show them.

    Graders do not use them. A download that broke off goes on, file by file, with the same command.
    """
    root = folder or Collection.around(Path.cwd()).root / "datasets" / name
    click.echo(f"Downloading {name} ({_SIZES[name]}) to {root} ...")
    try:
        count = _fetch(name, root)
    except Exception as error:  # torchvision's, urllib's, gdown's: there is no common kind
        reason = " ".join(str(error).split())[:300] or type(error).__name__
        raise DojoError(
            f"{name} could not be downloaded ({reason}). Check your connection and run the same "
            "command again; files that are complete are kept."
        ) from error
    click.echo(f"{count} pictures are ready.")


def _fetch(name: str, root: Path) -> int:
    """Download what is missing by torchvision; returns the number of pictures."""
    from torchvision.datasets import MNIST, CelebA

    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_PATIENCE)
    try:
        if name == "mnist":
            return sum(len(MNIST(root, train=train, download=True)) for train in (True, False))
        return len(CelebA(root, split="all", download=True))
    finally:
        socket.setdefaulttimeout(before)
