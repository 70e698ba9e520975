"""How options of several commands name exercises."""

from collections.abc import Iterable

from torchdojo.catalog import Collection, Exercise
from torchdojo.errors import DojoError


def chosen_exercises(
    collection: Collection, tracks: Iterable[str], ids: Iterable[str]
) -> list[Exercise]:
    """The exercises of the tracks and those named; all if none are named."""
    chosen = [e for track in tracks for e in track_of(track, collection)]
    chosen += [collection.find(id) for id in ids]
    return list(dict.fromkeys(chosen)) or list(collection.exercises.values())


def track_of(name: str, collection: Collection) -> list[Exercise]:
    """The exercises of a track; raises `DojoError` if there is no such track."""
    found = [e for e in collection.exercises.values() if e.track == name]
    if not found:
        tracks = dict.fromkeys(e.track for e in collection.exercises.values())
        raise DojoError(f"There is no track `{name}`: choose one of {', '.join(tracks)}.")
    return found
