"""Writing a release to where students get it, also over an earlier one with their work."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from torchdojo.catalog import Collection, Exercise
from torchdojo.catalog.collection import RELEASE_FILE
from torchdojo.classroom.release import files_of, make_release
from torchdojo.errors import DojoError
from torchdojo.keeping import LOCAL, MANIFEST, Changes, Keeper, refusal, renew

_FIRST_SEED = 1
MayOverwrite = Callable[[str], bool]


@dataclass(frozen=True)
class Plan:
    """What a release is to hold, and the seed of its inputs."""

    exercises: tuple[Exercise, ...]
    seed: int


def plan_new(folder: Path, exercises: Sequence[Exercise], seed: int | None) -> Plan:
    """A release in a new or empty `folder`; raises `DojoError` if something is there."""
    if folder.exists() and any(folder.iterdir()):
        other = "bring it up to date with --update" if _is_release(folder) else "empty that one"
        raise DojoError(f"{folder} is not empty: name a new folder, or {other}.")
    return Plan(tuple(exercises), _FIRST_SEED if seed is None else seed)


def plan_update(
    folder: Path,
    collection: Collection,
    more: Sequence[Exercise],
    seed: int | None,
    *,
    overwrite: bool,
) -> Plan:
    """The release in `folder` with the exercises and the seed that it has, and with `more`.

    Raises `DojoError` if none is there, or nobody can tell what in it is work.
    """
    if not _is_release(folder):
        raise DojoError(f"{folder} holds no release that could be updated: leave out --update.")
    if not (folder / MANIFEST).is_file() and not overwrite:
        raise DojoError(
            f"{folder} has no {MANIFEST}, which tells what was handed out from what students "
            "wrote: name a new folder, or add --overwrite, which puts copies of all that differs "
            "aside."
        )
    try:
        told = json.loads((folder / RELEASE_FILE).read_text("utf-8"))
        known = [collection.exercises[id] for id in told["exercises"] if id in collection.exercises]
        old_seed = int(told["seed"])
    except (ValueError, TypeError, KeyError) as error:
        raise DojoError(
            f"{folder / RELEASE_FILE} is damaged: restore it, or name a new folder."
        ) from error
    exercises = sorted({*known, *more}, key=lambda exercise: exercise.id)
    return Plan(tuple(exercises), old_seed if seed is None else seed)


def write_release(
    folder: Path,
    collection: Collection,
    plan: Plan,
    *,
    may_overwrite: MayOverwrite = lambda path: False,
    archive: bool = False,
) -> Changes:
    """Make the release that is planned and write it to `folder`, and as a zip beside it.

    Of an earlier release, what nobody edited is replaced, or removed where it is handed out no
    longer; the rest is kept. The zip never holds anybody's edits.
    """
    packed = Keeper(folder.parent, LOCAL)
    name = f"{folder.name}.zip"
    if archive and packed.state(name, b"") == "edited" and not may_overwrite(name):
        raise DojoError(refusal([name]))
    with tempfile.TemporaryDirectory(prefix="torchdojo-") as temporary:
        made = Path(temporary) / "release"
        make_release(made, collection, plan.exercises, plan.seed)
        changes = renew(folder, files_of(made), may_overwrite)
        if archive:
            data = Path(shutil.make_archive(str(made), "zip", made)).read_bytes()
            packed.write({name: data}, may_overwrite)
            packed.save()
    return changes


def told(changes: Changes) -> Iterator[str]:
    """What an update has changed, a line for each exercise and for each other file."""
    became: dict[str, set[str]] = {}
    for what in ("wrote", "updated", "removed"):
        for path in getattr(changes, what):
            became.setdefault(_exercise_of(path), set()).add(what)
    for place, found in sorted(became.items()):
        word = {"wrote": "new", "removed": "removed"}.get("".join(found), "changed")
        yield f"{word:8} {place}"


def _exercise_of(path: str) -> str:
    """The id of the exercise that a file belongs to, or the path itself."""
    kind, _, inside = path.partition("/")
    parts = inside.split("/")
    if kind not in ("exercises", "graders") or len(parts) < 2:
        return path
    return f"{parts[0]}/{parts[1].partition('.')[0]}"


def _is_release(folder: Path) -> bool:
    return (folder / RELEASE_FILE).is_file()
