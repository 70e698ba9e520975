"""What one run of checks shares: players, level, seed, submission, answers already known."""

from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from torchdojo.catalog import (
    Code,
    Collection,
    Exercise,
    Unreadable,
    Variant,
    read_alternatives,
    read_foreign,
    read_mistakes,
)
from torchdojo.catalog.card import card_mistakes
from torchdojo.errors import GraderError
from torchdojo.players.client import Troupe
from torchdojo.referee.asking import Actor, Answers, Asked, Times
from torchdojo.referee.findings import Findings
from torchdojo.referee.handed_in import handed_in
from torchdojo.referee.pool import Pool, Setting
from torchdojo.referee.programs import Program, own_code
from torchdojo.referee.recorded import (
    REFERENCE,
    Recalled,
    is_right_label,
    mistake_label,
    read_recorded,
    veiled,
    write_recorded,
)

_KEPT = 4
"""Student and reference, on the CPU and on an accelerator."""
_MISTAKES = 32


@cache
def known_mistakes(exercise: Exercise) -> tuple[Variant, ...]:
    """The recorded mistakes of an exercise; they are read once."""
    if exercise.released:
        return tuple(card_mistakes(exercise.graders))
    return tuple(read_mistakes(exercise.graders, exercise.source.text))


@cache
def known_right(exercise: Exercise) -> tuple[Code, ...]:
    """The programs known to be right besides the solution: alternatives, and strangers' answers."""
    text = exercise.source.text
    strangers = (v for v in read_foreign(exercise.graders, text) if v.kind == "right")
    right = (*read_alternatives(exercise.graders, text), *strangers)
    return tuple(own_code(variant.text, f"{exercise.name}.py") for variant in right)


@dataclass
class Stage:
    """One run: every check asks here for programs, players and answers."""

    collection: Collection
    submission: Path
    seed: int
    troupe: Troupe
    answers: Answers = field(default_factory=dict)
    times: Times = field(default_factory=dict)
    """Both of the reference."""
    evidence: Answers = field(default_factory=dict)
    """What recorded mistakes answer."""
    recorded: dict[str, dict[str, Answers]] = field(default_factory=dict)
    """By exercise and program: answers for a release, or those that a release came with."""
    _findings: dict[tuple[str, str, str], Findings] = field(default_factory=dict)
    _codes: dict[str, Code | Unreadable] = field(default_factory=dict)

    @cached_property
    def kept(self) -> Pool:
        """Players that serve one check of a program after the other."""
        return Pool(self.troupe, _KEPT)

    @cached_property
    def mistaking(self) -> Pool:
        """Players of recorded mistakes, which are asked in every check that they lose."""
        return Pool(self.troupe, _MISTAKES)

    def pool_of(self, program: Program | None) -> Pool:
        """Where players wait of the submission, or of the program in its place."""
        return self.mistaking if program is not None and program.recalled else self.kept

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
        try:
            return handed_in(exercise, self.submission)
        except Unreadable as error:
            return error

    def reference(self, exercise: Exercise, setting: Setting, seed: int) -> Asked:
        """The solution, or its answers."""
        if exercise.released:
            return Recalled(REFERENCE, self._recalled(exercise, REFERENCE), seed)
        code = own_code(exercise.source.text, f"{exercise.name}.py")
        return Actor(self.kept, code, setting, seed, self.answers, self.times)

    def mistaken(self, exercise: Exercise, mistake: Variant, setting: Setting, seed: int) -> Asked:
        """A recorded mistake as a program, or its answers."""
        if exercise.released:
            label = mistake_label(self.mistakes(exercise).index(mistake))
            return Recalled(label, self._recalled(exercise, label), seed)
        if mistake.kind != "mistake" or not mistake.text:
            raise GraderError(f"{exercise.id}: only mistakes can be recognised")
        code = own_code(mistake.text, f"{exercise.name}.py")
        return Actor(self.mistaking, code, setting, seed, self.evidence)

    def right(self, exercise: Exercise, setting: Setting, seed: int) -> list[Asked]:
        """The programs known to be right besides the solution, or what is recorded of them."""
        if exercise.released:
            labels = filter(is_right_label, self._all_recalled(exercise))
            return [Recalled(label, self._recalled(exercise, label), seed) for label in labels]
        codes = known_right(exercise)
        return [Actor(self.mistaking, code, setting, seed, self.evidence) for code in codes]

    def _recalled(self, exercise: Exercise, label: str) -> Answers:
        return self._all_recalled(exercise).get(label, {})

    def _all_recalled(self, exercise: Exercise) -> dict[str, Answers]:
        if exercise.id not in self.recorded:
            self.recorded[exercise.id] = read_recorded(exercise.graders)
        return self.recorded[exercise.id]

    def write_recorded(self, graders: Path) -> None:
        """Write what was recorded into the folders of a release's `graders`."""
        for id, answers in self.recorded.items():
            told = {
                label: {key: veiled(reply) for key, reply in replies.items()}
                for label, replies in answers.items()
            }
            write_recorded(graders / id, told)

    def mistakes(self, exercise: Exercise) -> tuple[Variant, ...]:
        """The recorded mistakes of an exercise."""
        return known_mistakes(exercise)

    def findings_of(self, exercise: Exercise, code: Code, label: str) -> Findings:
        """What became of a program's checks so far.

        Two students' programs that are the same are told apart by their `label`.
        """
        return self._findings.setdefault((exercise.id, code.digest, label), Findings())

    def forget(self, exercise: Exercise, code: Code, label: str) -> None:
        """Keep nothing more of a program whose last check has ended."""
        self._findings.pop((exercise.id, code.digest, label), None)

    def program(self, exercise: Exercise, program: Program | None) -> Code:
        """What is graded: the submission, or the program in its place; raises `Unreadable`."""
        if program is not None and program.unreadable:
            raise Unreadable(program.unreadable)
        code = self.submitted(exercise) if program is None else program.code
        if code.is_long:
            raise Unreadable(f"`{code.name}` holds too much text to be graded: make it smaller.")
        return code
