"""Beginning an exercise anew: the stub comes back, the work is put aside."""

from dataclasses import dataclass
from pathlib import Path

from torchdojo.catalog import Exercise
from torchdojo.keeping import LOCAL, MANIFEST, Changes, Keeper
from torchdojo.learner.desk import Desk
from torchdojo.learner.lessons import stub_text

_OTHER = {".py": ".ipynb", ".ipynb": ".py"}


@dataclass(frozen=True)
class Reset:
    """What became of the file of an exercise, and where it is."""

    place: Path
    changes: Changes
    other: Path | None
    """A file in the other form that is still there, with work."""

    def told(self, desk: Desk) -> list[str]:
        """What to say of it: where the work is, and what else is graded."""
        said = [f"{desk.shown(self.place)} is the stub again."]
        if self.changes.backup is not None:
            copy = self.changes.backup / self.changes.overwrote[0]
            said.insert(0, f"Your work is in {desk.shown(copy)}.")
        if self.other is not None:
            other = desk.shown(self.other)
            said.append(f"{other} is still there and is graded if it holds work.")
        return said


def reset(desk: Desk, exercise: Exercise) -> Reset:
    """Bring the stub back; a copy of the work goes to the backups of the folder first.

    It is a notebook if that is what the student works in. Raises `DojoError` where it cannot be
    written, or a release does not have the stub.
    """
    place = desk.place(exercise)
    file = f"{exercise.id}{place.suffix}"
    data = stub_text(exercise, place.suffix).encode()
    own = desk.submission == (desk.collection.root / "exercises").resolve()
    root = desk.collection.root if own else desk.submission
    path = f"exercises/{file}" if own else file
    keeper = Keeper(root, MANIFEST if own else LOCAL)
    changes = keeper.write({path: data}, lambda _: True)
    keeper.save()
    place = desk.submission / file
    other = place.with_suffix(_OTHER[place.suffix])
    return Reset(place, changes, other if other.is_file() else None)
