"""What one run of checks shares: players, level, seed, submission, answers already known."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from torchdojo.authoring import render
from torchdojo.catalog import (
    Code,
    Collection,
    Exercise,
    Unreadable,
    Variant,
    code_of_text,
    read_mistakes,
    read_submission,
)
from torchdojo.errors import GraderError
from torchdojo.players.client import Troupe
from torchdojo.referee.asking import Answers
from torchdojo.referee.pool import Pool
from torchdojo.referee.programs import Program

_KEPT = 4
"""Student and reference, on the CPU and on an accelerator."""


@dataclass
class Stage:
    """One run: every check asks here for programs, players and answers."""

    collection: Collection
    submission: Path
    seed: int
    troupe: Troupe
    answers: Answers = field(default_factory=dict)
    _codes: dict[str, Code | Unreadable] = field(default_factory=dict)
    _mistakes: dict[str, list[Variant]] = field(default_factory=dict)

    @cached_property
    def kept(self) -> Pool:
        """Players that serve one check of a program after the other."""
        return Pool(self.troupe, _KEPT)

    @cached_property
    def fresh(self) -> Pool:
        """Players that serve one check only."""
        return Pool(self.troupe, 0)

    @cached_property
    def readable(self) -> tuple[str, ...]:
        """Folders, besides its own, that a player may read."""
        return (str(self.collection.root / "datasets"),)

    def submitted(self, exercise: Exercise) -> Code:
        """The student's program; raises `Unreadable`."""
        if exercise.id not in self._codes:
            self._codes[exercise.id] = self._read(exercise)
        code = self._codes[exercise.id]
        if isinstance(code, Unreadable):
            raise code
        return code

    def _read(self, exercise: Exercise) -> Code | Unreadable:
        suffix = Path(exercise.file).suffix
        if self.submission == self.collection.root / "solutions":
            suffix = ".py"
        try:
            untouched = render(exercise).text if suffix == ".py" else None
            return read_submission(self.submission, exercise.id, suffix, untouched)
        except Unreadable as error:
            return error

    def reference(self, exercise: Exercise) -> Code:
        """The solution as a program."""
        return code_of_text(exercise.source.text, f"{exercise.name}.py")

    def mistakes(self, exercise: Exercise) -> list[Variant]:
        """The recorded mistakes of an exercise."""
        if exercise.id not in self._mistakes:
            found = read_mistakes(exercise.graders, exercise.source.text)
            self._mistakes[exercise.id] = found
        return self._mistakes[exercise.id]

    def program(self, exercise: Exercise, program: Program | None) -> Code:
        """What is graded: the submission, or the program that `selfcheck` put in its place."""
        return self.submitted(exercise) if program is None else program.code


def variant_code(exercise: Exercise, variant: Variant) -> Code:
    """A mistake or an alternative as a program."""
    if not variant.text:
        raise GraderError(f"{exercise.id}: an empty variant")
    return code_of_text(variant.text, f"{exercise.name}.py")
