"""Which exercise a file is for, by its name alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from torchdojo.catalog import Exercise
from torchdojo.catalog.nearby import ending, means

UNKNOWN = "No exercise is called like this."
SUFFIXES = (".py", ".ipynb")


@dataclass(frozen=True)
class Meant:
    """What a file's name tells: an exercise and the ending to give it, or why there is none."""

    exercise: Exercise | None = None
    suffix: str = ""
    why: str = ""


@dataclass(frozen=True)
class Names:
    """The names of all exercises of a collection."""

    exercises: Sequence[Exercise]

    @cached_property
    def tracks(self) -> set[str]:
        """The folders of a submission."""
        return {exercise.track for exercise in self.exercises}

    @cached_property
    def _by_id(self) -> dict[str, Exercise]:
        return {exercise.id: exercise for exercise in self.exercises}

    def at(self, path: PurePosixPath) -> Meant:
        """The exercise whose place in ``exercises/`` is `path`, or none."""
        exercise = self._by_id.get(str(path.with_suffix("")))
        if exercise is None or path.suffix not in SUFFIXES:
            return Meant(why=UNKNOWN)
        return Meant(exercise, path.suffix)

    def meant(self, filenames: Iterable[str], track: str = "") -> Meant:
        """The one exercise that a file is for which is called by one of `filenames`.

        A name as it should be comes before a copy's or one without its number. In `track`, if it is
        one, only its own exercises count.
        """
        within = [e for e in self.exercises if not track or e.track == track]
        several: list[Exercise] = []
        for exact in (True, False):
            for filename in filenames:
                found = [e for e in within if _fits(filename, e, exact=exact)]
                if len(found) == 1:
                    return _with_ending(filename, found[0])
                several = several or found
        if several:
            ids = ", ".join(f"`{e.id}`" for e in several)
            return Meant(
                why=f"It may be for any of {ids}: put it into a folder called as the track."
            )
        return Meant(why=UNKNOWN)


def _fits(filename: str, exercise: Exercise, *, exact: bool) -> bool:
    if exact:
        return filename in (exercise.name + suffix for suffix in SUFFIXES)
    return means(filename, exercise.name)


def _with_ending(filename: str, exercise: Exercise) -> Meant:
    suffix = ending(filename)
    if not suffix:
        return Meant(why=f"It may be for `{exercise.id}`: rename it to `{exercise.file}`.")
    return Meant(exercise, suffix)
