"""What an instructor names: a folder, an archive, or a folder that holds just that archive."""

from pathlib import Path

from torchdojo.catalog import Unreadable
from torchdojo.classroom.archives import is_zip, unpack
from torchdojo.classroom.formats import recognised
from torchdojo.classroom.members import WHOLE_CLASS, LeftOut
from torchdojo.classroom.students import listed
from torchdojo.errors import DojoError


def entries_in(place: Path, besides: Path) -> list[Path]:
    """What lies in `place`, by name, without `besides` and hidden things."""
    return [Path(entry.path) for entry in listed(place, besides)]


def archive_in(place: Path, besides: Path, room: Path) -> Path | None:
    """The one archive in the folder `place`, if it is a platform's and not one student's."""
    entries = entries_in(place, besides) if place.is_dir() else []
    if len(entries) != 1 or not is_zip(entries[0]):
        return None
    try:
        inside, _ = opened(entries[0], room / "looked-into")
    except DojoError:
        return None
    within = entries_in(inside, besides)
    inner = entries_in(within[0], besides) if len(within) == 1 and within[0].is_dir() else []
    return entries[0] if recognised(within) or recognised(inner) else None


def opened(place: Path, room: Path) -> tuple[Path, tuple[LeftOut, ...]]:
    """The folder itself, or what the archive `place` holds, and what was left out of it."""
    if place.is_dir() or not place.exists():
        return place, ()
    if not is_zip(place):
        raise DojoError(
            f"{place} is no folder and no ZIP archive: name what the platform gave you, or the "
            "folder that holds the submissions."
        )
    folder = room / place.stem
    try:
        unpacked = unpack(place.resolve(), folder, WHOLE_CLASS)
    except Unreadable as error:
        raise DojoError(f"{place} cannot be opened. {error}") from error
    if unpacked.left_out and not unpacked.files:
        raise DojoError(f"{place} cannot be opened. {unpacked.left_out[0].why}")
    return folder, unpacked.left_out
