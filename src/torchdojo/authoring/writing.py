"""Bringing generated files up to date, and telling what grew old from what somebody works in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from torchdojo.authoring.build import STUBS, Form, render, stubs, wanted
from torchdojo.catalog import Collection, Exercise
from torchdojo.keeping import LOCAL, MANIFEST, Changes, Keeper


@dataclass(frozen=True)
class Differences:
    """How a collection differs from what `solutions/` generates; paths in the collection."""

    stale: tuple[str, ...] = ()
    """Missing, or generated from earlier solutions: nobody's work."""
    edited: tuple[str, ...] = ()
    """Somebody works in them, such as a student who solves the exercise."""
    stray: tuple[str, ...] = ()
    """Nothing generates them."""

    def __bool__(self) -> bool:
        return bool(self.stale or self.edited or self.stray)


def differences(collection: Collection, exercises: Iterable[Exercise] | None = None) -> Differences:
    """Compare the generated files, or the stubs of `exercises` alone, with `solutions/`."""
    files = wanted(collection) if exercises is None else stubs(exercises)
    keeper = Keeper(collection.root)
    states = {path: keeper.state(path, data) for path, data in files.items()}
    keeper.confirm({path: files[path] for path, state in states.items() if state == "current"})
    if exercises is None:
        keeper.forget(_gone(keeper, files))
    stale = [path for path, state in states.items() if state in ("absent", "ours")]
    stale += [] if keeper.is_recorded() else [MANIFEST]
    return Differences(
        stale=tuple(sorted(stale)),
        edited=tuple(sorted(path for path, state in states.items() if state == "edited")),
        stray=tuple(_stray(collection, files)) if exercises is None else (),
    )


def write(
    collection: Collection,
    exercises: Iterable[Exercise] | None,
    may_overwrite: Callable[[str], bool],
) -> Changes:
    """Bring all generated files up to date, or the stubs of `exercises`; nothing is deleted."""
    files = wanted(collection) if exercises is None else stubs(exercises)
    keeper = Keeper(collection.root)
    changes = keeper.write(files, may_overwrite)
    if exercises is None:
        keeper.forget(_gone(keeper, files))
    told = () if keeper.is_recorded() else (MANIFEST,)
    keeper.save()
    return replace(changes, updated=(*changes.updated, *told))


def write_to(
    folder: Path,
    collection: Collection,
    exercises: Iterable[Exercise],
    form: Form | None,
    may_overwrite: Callable[[str], bool],
) -> Changes:
    """Write the stubs of `exercises` in `form` into `folder`, which may be `exercises/` itself."""
    builds = [render(exercise, form) for exercise in exercises]
    files = {build.path: build.text.encode() for build in builds}
    known: dict[str, str] = {}
    if folder.resolve() == (collection.root / STUBS).resolve():
        folder, files = collection.root, {f"{STUBS}/{path}": files[path] for path in files}
        recorded = Keeper(folder).written
        known = {path: recorded[path] for path in files if path in recorded}
    keeper = Keeper(folder, LOCAL, known)
    changes = keeper.write(files, may_overwrite)
    keeper.save()
    return changes


def _stray(collection: Collection, files: Iterable[str]) -> list[str]:
    found = (
        path.relative_to(collection.root).as_posix()
        for suffix in (".py", ".ipynb")
        for path in collection.root.glob(f"{STUBS}/*/*{suffix}")
    )
    return sorted(set(found) - set(files))


def _gone(keeper: Keeper, files: Iterable[str]) -> list[str]:
    """What is recorded, generated no longer, and not there any more."""
    old = keeper.written.keys() - set(files)
    return [path for path in old if not (keeper.root / path).exists()]
