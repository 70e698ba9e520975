"""`torchdojo download`: the real data that the small data of the collection stand for."""

import shutil
import socket
from pathlib import Path

import click

from torchdojo.catalog import Collection
from torchdojo.cli.keeping import tell_backup
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.errors import DojoError
from torchdojo.keeping import PRIVATE, Changes, Keeper, move_in, refusal

_PATIENCE = 30.0
"""Seconds without a byte after which a download counts as broken off."""
_SIZES = {"mnist": "12 MB", "celeba": "1.4 GB"}


@click.command()
@click.argument("name", type=click.Choice(list(_SIZES)))
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), help="Folder (default: datasets/NAME)."
)
@click.option("--overwrite", is_flag=True, help="Replace files that differ; they are put aside.")
@speaks_plainly
def download(name: str, folder: Path | None, overwrite: bool) -> None:
    """Download the real MNIST (12 MB) or CelebA (1.4 GB); the exercises then show them.

    Graders do not use them. A download that broke off goes on, file by file, with the same command.
    Files of yours that are called like these are kept.
    """
    root = folder or Collection.around(Path.cwd()).root / "datasets" / name
    click.echo(f"Downloading {name} ({_SIZES[name]}) to {root} ...")
    try:
        count, changes = _fetch(name, root, overwrite=overwrite)
    except Exception as error:  # torchvision's, urllib's, gdown's: there is no common kind
        if isinstance(error, DojoError):
            raise
        reason = " ".join(str(error).split())[:300] or type(error).__name__
        raise DojoError(
            f"{name} could not be downloaded ({reason}). Check your connection and run the same "
            "command again; files that are complete are kept."
        ) from error
    tell_backup(changes)
    if changes.kept:
        raise DojoError(refusal(changes.kept))
    click.echo(f"{count} pictures are ready.")


def _fetch(name: str, root: Path, *, overwrite: bool) -> tuple[int, Changes]:
    """Download what is missing by torchvision; returns the number of pictures.

    All is fetched and unpacked in a place of its own, so that what breaks off is never taken for
    the data, and then moved; archives that are whole already are linked there.
    """
    if count := _complete(name, root):
        return count, Changes()
    keeper = Keeper(root, manifest=None)
    place = keeper.private(f"{PRIVATE}/download")
    place.mkdir(exist_ok=True)
    _begin(place, root, _archives(name))
    count = _load(name, place, download=True)
    changes = move_in(place, root, lambda _: overwrite)
    if not changes.kept:
        shutil.rmtree(place)
        keeper.save()
    return count, changes


def _begin(place: Path, root: Path, archives: dict[str, str]) -> None:
    """Leave in `place` only whole archives: an unpacked file may lack its end."""
    from torchvision.datasets.utils import check_integrity

    for left in [path for path in place.rglob("*") if path.is_file()]:
        md5 = archives.get(left.relative_to(place).as_posix())
        if md5 is None or not check_integrity(left, md5):
            left.unlink()
    for path, md5 in archives.items():
        if not (place / path).exists() and check_integrity(root / path, md5):
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).hardlink_to(root / path)


def _archives(name: str) -> dict[str, str]:
    """The MD5 of each file that is downloaded, by its path."""
    from torchvision.datasets import MNIST, CelebA

    if name == "mnist":
        return {f"MNIST/raw/{file}": md5 for file, md5 in MNIST.resources}
    return {f"celeba/{file}": md5 for _, md5, file in CelebA.file_list}


def _complete(name: str, root: Path) -> int:
    """The number of pictures that are there already; 0 if anything is missing."""
    try:
        return _load(name, root, download=False)
    except Exception:  # torchvision's own readers: there is no common kind
        return 0


def _load(name: str, root: Path, *, download: bool) -> int:
    from torchvision.datasets import MNIST, CelebA

    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_PATIENCE)
    try:
        if name == "mnist":
            return sum(len(MNIST(root, train=train, download=download)) for train in (True, False))
        return len(CelebA(root, split="all", download=download))
    finally:
        socket.setdefaulttimeout(before)
