"""Which milestones a collection has, what each needs, and what of that a student lacks."""

import ast
import importlib.util
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from torchdojo.catalog import Collection, Exercise
from torchdojo.errors import DojoError, GraderError
from torchdojo.learner.records import Progress

if TYPE_CHECKING:
    from torchdojo.feedback.pictures.drawing import Exhibit
    from torchdojo.learner.milestones.working import Work

    Show = Callable[[Work], Iterator[Exhibit]]

FOLDER = "milestones"


@dataclass(frozen=True)
class Milestone:
    """The milestone of a track; its file is only read until it is shown."""

    collection: Collection
    file: Path

    @property
    def track(self) -> str:
        """The track at whose end it stands."""
        return self.file.stem

    @cached_property
    def title(self) -> str:
        """The first line of the file's docstring."""
        return (ast.get_docstring(self._tree) or self.track).splitlines()[0]

    @cached_property
    def needs(self) -> dict[str, Exercise]:
        """The exercises whose functions it uses, by the names that its probes have for them."""
        told = self._assigned("NEEDS")
        try:
            needs = ast.literal_eval(told) if told is not None else None
        except ValueError:
            needs = None
        if not needs or not isinstance(needs, dict):
            raise self._fault("it needs a line `NEEDS = {...}`, from names to exercises")
        return {str(name): self._exercise(str(id)) for name, id in needs.items()}

    @property
    def stays(self) -> bool:
        """Whether no release may have it, since it holds what students are to write."""
        return self._assigned("STAYS") is not None

    @property
    def data(self) -> list[str]:
        """The folders of ``datasets/`` that its text names; not those that a user downloaded."""
        text = self.file.read_text("utf-8")
        found = sorted(
            path.parent.name for path in self.collection.root.glob("datasets/*/SHA256SUMS")
        )
        return [name for name in found if f'"{name}"' in text]

    def missing(self, progress: Progress) -> list[Exercise]:
        """The exercises that it needs and that never had full marks."""
        return [one for one in self.needs.values() if not progress.of(one.id).done]

    @property
    def show(self) -> "Show":
        """Its function ``milestone(work)``."""
        spec = importlib.util.spec_from_file_location(f"milestone_{self.track}", self.file)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
            show: Show = module.milestone
        except Exception as error:
            raise self._fault(f"{type(error).__name__}: {error}") from error
        return show

    @cached_property
    def _tree(self) -> ast.Module:
        try:
            return ast.parse(self.file.read_text("utf-8"))
        except (SyntaxError, ValueError, OSError) as error:
            raise self._fault(str(error)) from error

    def _assigned(self, name: str) -> ast.expr | None:
        """What the file assigns to a name, as it stands there."""
        for node in self._tree.body:
            if isinstance(node, ast.Assign) and [ast.unparse(t) for t in node.targets] == [name]:
                return node.value
        return None

    def _exercise(self, id: str) -> Exercise:
        id = id if "/" in id else f"{self.track}/{id}"
        if id not in self.collection.exercises:
            raise self._fault(f"it needs {id}, which is no exercise")
        return self.collection.exercises[id]

    def _fault(self, why: Any) -> GraderError:
        return GraderError(f"{FOLDER}/{self.file.name} is no milestone ({why}): mend that file.")


def milestones_of(collection: Collection) -> dict[str, Milestone]:
    """All milestones, by their tracks."""
    tracks = {exercise.track for exercise in collection.exercises.values()}
    files = sorted((collection.root / FOLDER).glob("*.py"))
    return {file.stem: Milestone(collection, file) for file in files if file.stem in tracks}


def made_of(collection: Collection, exercises: Iterable[Exercise]) -> list[Milestone]:
    """The milestones that need nothing but these exercises, and may be handed out with them."""
    ids = {exercise.id for exercise in exercises}
    every = [one for one in milestones_of(collection).values() if not one.stays]
    return [one for one in every if ids.issuperset(need.id for need in one.needs.values())]


def meant_by(collection: Collection, name: str) -> Milestone:
    """The milestone of the track that `name` means; raises `DojoError`."""
    every = milestones_of(collection)
    tracks = list(dict.fromkeys(one.track for one in collection.exercises.values()))
    wanted = name.strip("/").removeprefix("exercises/").split("/")[0]
    found = [wanted] if wanted in tracks else [track for track in tracks if wanted in track]
    if len(found) != 1:
        fits = "fits several tracks" if found else "is no track"
        raise DojoError(f"`{name}` {fits}: name one of {', '.join(found or tracks)}.")
    if found[0] in every:
        return every[found[0]]
    others = f"; there is one of {', '.join(every)}" if every else ""
    kind = "This release" if collection.release_seed is not None else "This collection"
    raise DojoError(f"{kind} has no milestone of {found[0]}{others}.")


def need(milestone: Milestone, progress: Progress) -> None:
    """Raise `DojoError` if an exercise is missing that the milestone needs."""
    if missing := [exercise.id for exercise in milestone.missing(progress)]:
        raise DojoError(
            f"The milestone of {milestone.track} is locked until these had full marks in "
            f"`torchdojo check`: {', '.join(missing)}."
        )


def opened(collection: Collection, exercise: Exercise, progress: Progress) -> Milestone | None:
    """The milestone of the exercise's track, if nothing is missing for it any more.

    One that is damaged is not open: that is its author's to see, by `torchdojo milestone --list`.
    """
    found = milestones_of(collection).get(exercise.track)
    with suppress(GraderError):
        return found if found is not None and not found.missing(progress) else None
    return None
