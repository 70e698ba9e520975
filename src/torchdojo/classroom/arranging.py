"""From all that one student handed in to the files that count."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

from torchdojo.catalog import Exercise, Unreadable
from torchdojo.classroom.formats import HandIn
from torchdojo.classroom.seen import Fate, Seen
from torchdojo.classroom.staging import Stage
from torchdojo.classroom.students import NOTHING, Student
from torchdojo.classroom.survey import Piece, Survey

_BESIDE = "No exercise is called like this; it lies beside the work, where programs may import it."
_APART = (
    "No exercise is called like this, and no program finds it where it lies: move it into the "
    "folder of the track whose work needs it."
)
_SHOWN = 5
_ATTEMPTS = 10
_MANY = f"Of all attempts at this exercise only the last {_ATTEMPTS} are graded."


@dataclass(frozen=True)
class _Version:
    """The files for one exercise in one attempt: a module, a notebook, or both."""

    pieces: tuple[Piece, ...]
    when: datetime | None
    late: bool


@dataclass
class Arrangement:
    """A student's work laid out: a folder for the last attempt, and others for earlier ones."""

    name: str
    survey: Survey
    keep_all: bool
    """Whether earlier attempts are graded as well."""
    seen: list[Seen] = field(default_factory=list)
    _versions: dict[Exercise, list[_Version]] = field(default_factory=dict)
    _beside: list[Piece] = field(default_factory=list)

    def student(self, hand_ins: Sequence[HandIn]) -> Student:
        """The student, whose work is in the survey's workshop then."""
        self.look(hand_ins, in_place=False)
        try:
            return self._laid_out()
        except Unreadable as error:
            return Student(self.name, None, str(error))

    def look(self, hand_ins: Sequence[HandIn], *, in_place: bool = True) -> None:
        """Find out what each file is, without laying anything out.

        Work that is graded `in_place` has beside it what lies in the folder of its track; what is
        laid out later has all other files.
        """
        for _, group in groupby(sorted(hand_ins, key=_order), key=_order):
            self._take_in(list(group))
        if self.keep_all:
            self._leave_out_many()
        self._tell(in_place=in_place)

    def _take_in(self, hand_ins: Sequence[HandIn]) -> None:
        """One attempt, in several files perhaps; of two for an exercise the later file counts."""
        chosen: dict[tuple[Exercise, str], Piece] = {}
        for hand_in in hand_ins:
            found = self.survey.pieces(hand_in)
            self._beside += [piece for piece in found if piece.meant.exercise is None]
            for piece in self._unmistakable(found):
                key = (_exercise(piece), piece.meant.suffix)
                if key in chosen and piece.rank > chosen[key].rank:
                    why = f"`{chosen[key].source}` is taken for `{key[0].id}`."
                    self._note(piece, "not recognised", why)
                    continue
                if key in chosen and piece.rank < chosen[key].rank:
                    why = f"`{piece.source}` is taken for `{key[0].id}`."
                    self._note(chosen[key], "not recognised", why)
                elif key in chosen:
                    self._note(chosen[key], "superseded", f"`{piece.source}` was handed in later.")
                chosen[key] = piece
        when, late = hand_ins[0].when, any(hand_in.late for hand_in in hand_ins)
        for exercise in dict.fromkeys(exercise for exercise, _ in chosen):
            pieces = tuple(piece for (one, _), piece in chosen.items() if one == exercise)
            self._versions.setdefault(exercise, []).append(_Version(pieces, when, late))

    def _leave_out_many(self) -> None:
        """Of very many attempts only the last ones are graded: students choose how many."""
        for exercise, versions in self._versions.items():
            for piece in (piece for one in versions[:-_ATTEMPTS] for piece in one.pieces):
                self._note(piece, "left out", _MANY)
            self._versions[exercise] = versions[-_ATTEMPTS:]

    def _unmistakable(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        """Of the files of one hand-in the one for each exercise and ending."""
        found: dict[tuple[Exercise, str], list[Piece]] = {}
        for piece in pieces:
            if piece.meant.exercise is not None:
                found.setdefault((piece.meant.exercise, piece.meant.suffix), []).append(piece)
        for (exercise, _), several in found.items():
            best = min(piece.rank for piece in several)
            first, *same = [piece for piece in several if piece.rank == best]
            for piece in (first, *same) if same else ():
                why = f"Several files may be for `{exercise.id}`: keep the one that counts."
                self._note(piece, "not recognised", why)
            for piece in several:
                if piece.rank != best:
                    why = f"`{first.source}` is taken for `{exercise.id}`."
                    self._note(piece, "not recognised", why)
            if not same:
                yield first

    def _tell(self, *, in_place: bool) -> None:
        """Note what became of every file."""
        for exercise, versions in self._versions.items():
            for number, version in enumerate(versions, 1):
                self._tell_version(exercise, number, version, last=version is versions[-1])
        for piece in self._beside:
            known = self._versions and piece.meant.why.startswith("No exercise")
            why = _BESIDE if not in_place or self._is_beside(piece) else _APART
            self._note(piece, "not recognised", why if known else piece.meant.why)
        for one in self.survey.refused:
            fate: Fate = "left out" if one.opened else "not opened"
            self.seen.append(Seen(self.name, one.source, fate, one.why))

    def _is_beside(self, piece: Piece) -> bool:
        """Whether a file lies in the folder of a track of which there is work."""
        tracks = {exercise.track for exercise in self._versions}
        return any(name.partition("/")[0] in tracks for name in piece.inside)

    def _tell_version(
        self, exercise: Exercise, number: int, version: _Version, *, last: bool
    ) -> None:
        counts = last or self.keep_all
        why = "" if counts else "A later attempt is taken."
        for piece in version.pieces:
            seen = Seen(self.name, piece.source, "taken" if counts else "superseded", why, exercise)
            self.seen.append(replace(seen, attempt=number, when=version.when, late=version.late))

    def _note(self, piece: Piece, fate: Fate, why: str) -> None:
        self.seen.append(Seen(self.name, piece.source, fate, why, piece.meant.exercise))

    def _laid_out(self) -> Student:
        if not self._versions:
            return Student(self.name, None, self._nothing())
        folders = [self._stage(number) for number in range(1, self._levels() + 1)]
        earlier = {
            exercise.id: tuple(folders[: len(versions) - 1])
            for exercise, versions in self._versions.items()
            if self.keep_all and len(versions) > 1
        }
        return Student(self.name, folders[-1], earlier=earlier)

    def _levels(self) -> int:
        return max(map(len, self._versions.values())) if self.keep_all else 1

    def _stage(self, number: int) -> Path:
        """Lay out what there was after so many attempts at each exercise; all, without earlier."""
        place = self.survey.workshop / f"attempt-{number}"
        stage = Stage(place, {exercise.track for exercise in self._versions})
        for exercise, versions in self._versions.items():
            version = versions[min(number, len(versions)) - 1] if self.keep_all else versions[-1]
            for piece in version.pieces:
                try:
                    stage.put(piece, exercise)
                except Unreadable as error:
                    self._note(piece, "left out", str(error))
        for piece in reversed(self._beside):
            try:
                stage.put_beside(piece)
            except Unreadable as error:
                self._note(piece, "left out", str(error))
        return place

    def _nothing(self) -> str:
        """Why there is nothing to grade, with what may be meant."""
        whys = [one.why for one in self.survey.refused if not one.opened]
        whys += [one.meant.why for one in self._beside if "may be for" in one.meant.why]
        names = [f"`{piece.source.rpartition('/')[2]}`" for piece in self._beside][:_SHOWN]
        if not whys and names:
            whys.append(f"No exercise is called like {', '.join(names)}.")
        whys += [one.why for one in self.seen if one.why.startswith("Several files")]
        return " ".join(dict.fromkeys(whys)) or NOTHING


def _order(hand_in: HandIn) -> tuple[float, int]:
    return hand_in.order


def _exercise(piece: Piece) -> Exercise:
    assert piece.meant.exercise is not None
    return piece.meant.exercise
