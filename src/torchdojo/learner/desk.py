"""A student at work: the collection, the folder with the student's files, what is remembered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from torchdojo.catalog import Code, Collection, Exercise, Unreadable
from torchdojo.errors import DojoError
from torchdojo.learner.records import Progress, Record
from torchdojo.learner.store import Store

_SUFFIXES = (".py", ".ipynb")


@dataclass(frozen=True)
class Chosen:
    """An exercise, and how it came to be the one that is meant."""

    exercise: Exercise
    how: str = ""
    """In words; empty where it was named."""


@dataclass(frozen=True)
class Desk:
    """Where a student works."""

    collection: Collection
    submission: Path
    """The folder laid out like ``exercises/``."""
    store: Store

    @classmethod
    def at(cls, place: Path, submission: Path | None, warn: Callable[[str], None]) -> "Desk":
        """The desk of whoever works in `place`; raises `DojoError` where there is none."""
        collection = Collection.around(place)
        if not collection.exercises:
            raise DojoError(
                f"{collection.root} holds no exercise: go to a clone or a release, or begin one "
                "by `torchdojo new exercise TRACK/NN_name`."
            )
        if submission is None:
            return cls(collection, collection.root / "exercises", Store(collection.root, warn))
        folder = (place / submission).resolve()
        if not folder.is_dir():
            raise DojoError(
                f"--submission: there is no folder {folder}: name the folder that holds your "
                "`01_tensors/`, `02_...` and so on."
            )
        if folder == (collection.root / "exercises").resolve():
            return cls(collection, folder, Store(collection.root, warn))
        return cls(collection, folder, Store(folder, warn))

    def chosen(self, name: str | None) -> Chosen:
        """The exercise that `name` means, or else the current one."""
        return Chosen(self.collection.find(name)) if name else self.current

    @cached_property
    def current(self) -> Chosen:
        """The work that was saved last, else what was worked on last, else what comes first."""
        progress = self.store.read()
        if (saved := self._saved_last(progress)) is not None:
            return Chosen(saved, "the file that you saved last")
        if progress.current in self.collection.exercises:
            known = self.collection.exercises[progress.current]
            return Chosen(known, "the exercise that you worked on last")
        return Chosen(self.first_unfinished(progress), "the first that is not finished")

    def first_unfinished(self, progress: Progress, after: Exercise | None = None) -> Exercise:
        """The first exercise without full marks, of those after another and then of all.

        That exercise itself, or the last of all, where everything is finished.
        """
        every = list(self.collection.exercises.values())
        at = every.index(after) + 1 if after is not None else 0
        later = (e for e in (*every[at:], *every) if not progress.of(e.id).done)
        return next(later, after or every[-1])

    def _saved_last(self, progress: Progress) -> Exercise | None:
        """The exercise saved last, and after the current one was chosen, that holds work."""
        chosen = progress.chosen
        since = datetime.fromisoformat(chosen).timestamp() + 1 if chosen else 0.0
        saved = [(when, e) for e in self.collection.exercises.values() for when in self._times(e)]
        for when, exercise in sorted(saved, key=lambda pair: -pair[0]):
            if when <= since or exercise.id == progress.current:
                return None
            if self._edited(exercise):
                return exercise
        return None

    def _edited(self, exercise: Exercise) -> bool:
        """Whether the student's file is not what was given out, solved from the start or not."""
        from torchdojo.referee.handed_in import untouched

        try:
            return not untouched(exercise, self.code(exercise))
        except Unreadable:
            return False

    def _times(self, exercise: Exercise) -> Iterator[float]:
        for suffix in _SUFFIXES:
            try:
                yield (self.submission / f"{exercise.id}{suffix}").stat().st_mtime
            except OSError:
                continue

    def code(self, exercise: Exercise) -> Code:
        """The student's program for an exercise; raises `Unreadable`."""
        from torchdojo.referee.handed_in import handed_in

        return handed_in(exercise, self.submission)

    def begun(self, exercise: Exercise) -> bool:
        """Whether the student's file for an exercise holds any work."""
        from torchdojo.referee.handed_in import not_started

        try:
            return not not_started(exercise, self.code(exercise))
        except Unreadable:
            return False

    def place(self, exercise: Exercise) -> Path:
        """The file that counts for an exercise, or where it should be."""
        try:
            return Path(self.submission / exercise.track / self.code(exercise).name)
        except Unreadable:
            return self.submission / exercise.file

    def shown(self, path: Path) -> str:
        """A path as it is reached from the working directory."""
        here = Path.cwd()
        return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)

    def note(self, exercise: Exercise, change: Callable[[Record], Record]) -> Record:
        """Remember a change of an exercise's record, and that it is worked on now."""
        now = datetime.now(UTC)

        def changed(progress: Progress) -> Progress:
            working = progress.current == exercise.id
            record = change(progress.of(exercise.id).touched(now, working=working))
            return progress.having(exercise.id, record).turned_to(exercise.id, now)

        return self.store.update(changed).of(exercise.id)

    def note_aside(self, exercise: Exercise, change: Callable[[Record], Record]) -> Record:
        """As `note`, while something else may be worked on."""
        return self.store.update(
            lambda progress: progress.having(exercise.id, change(progress.of(exercise.id)))
        ).of(exercise.id)

    def hint(self, exercise: Exercise, number: int | None = None) -> tuple[int, Record]:
        """Show the hint `number`, or one more than was seen; its number, and what is remembered."""
        seen = self.store.read().of(exercise.id).hints
        shown = number or min(seen + 1, len(exercise.source.hints))
        return shown, self.note(exercise, lambda record: record.hinted(shown))

    def choose(self, exercise: Exercise) -> Record:
        """Make an exercise the current one."""
        return self.note(exercise, lambda record: replace(record))
