"""Programs whose score is known: stub, solution, alternatives, mistakes, degenerate answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from torchdojo.authoring import FORMS, Form, render
from torchdojo.catalog import (
    Code,
    Exercise,
    Variant,
    code_of_text,
    read_alternatives,
    read_foreign,
    read_mistakes,
)
from torchdojo.catalog.proof import Equivalent, read_equivalents
from torchdojo.catalog.submission import code_of_notebook
from torchdojo.proving.degenerate import degenerate_answers, worthless_answers
from torchdojo.proving.mutants import mutants
from torchdojo.referee.programs import Program

SEEDS = (2, 3, 4, 5)
"""Besides the run's own, which is 1 if nothing else is chosen."""
_HANG_SECONDS = 4.0


@dataclass(frozen=True)
class Case:
    """A program and what must become of it."""

    program: Program
    kind: str
    """``stub``, ``solution``, ``alternative``, ``mistake``, ``right``, ``wrong`` (by strangers),
    ``degenerate`` or ``mutant``."""
    line: int
    """Where it stands in the file that records it, or 0."""
    loses: frozenset[str] | None
    """Exactly the checks that must fail; None where at least one must, whichever."""
    sentence: str = ""
    """What must stand in the first line of feedback of every failed check."""
    equivalent: Equivalent | None = None
    """Why it may pass all the same."""
    status: str = ""
    """What the exercise must be told to be, if that matters."""
    open: str = ""
    """Why it passes to this day although it is wrong."""
    seen: str = ""
    """What became of a stranger's answer when it was first graded."""
    round: int = 1
    """In which it was written."""


def cases(exercise: Exercise, checks: frozenset[str], *, thorough: bool) -> list[Case]:
    """The cases of an exercise whose checks are named `checks`.

    Only if `thorough`: mutants, degenerate answers, strangers', and a fourth and fifth seed.
    """
    seeds = SEEDS if thorough else SEEDS[:2]
    found = [*_stub(exercise, checks), *_solutions(exercise, seeds)]
    found += _variants(exercise, recalled=not thorough)
    if thorough:
        found += [*_foreign(exercise), *_degenerate(exercise)]
        found += [*_worthless(exercise, checks), *_mutants(exercise)]
    return found


def _program(
    exercise: Exercise,
    label: str,
    code: Code,
    seed: int | None = None,
    seconds: float | None = None,
    *,
    trusted: bool = True,
) -> Program:
    return Program(exercise.id, label, code, seed, seconds, trusted=trusted)


def _quickly(exercise: Exercise, label: str, text: str) -> Program:
    """A program of which it only matters whether any check fails."""
    code = _module(exercise, text)
    program = _program(exercise, label, code, seconds=_HANG_SECONDS)
    return replace(program, named=False, settled_by_one=True)


def _module(exercise: Exercise, text: str) -> Code:
    return code_of_text(text, f"{exercise.name}.py")


def _stub(exercise: Exercise, checks: frozenset[str]) -> Iterator[Case]:
    for form in FORMS:
        code = _rendered(exercise, form, solved=False)
        given = exercise.source.start != "solved"
        loses, status = (checks, "not_started") if given else (frozenset[str](), "passed")
        program = _program(exercise, f"stub as {form}", code)
        yield Case(program, "stub", 0, loses, status=status)
        if exercise.source.start == "empty":  # what it does must be known of its code, too
            ran = replace(program, label=f"{program.label}, run", as_work=True)
            yield Case(ran, "stub", 0, loses, status=status)


def _rendered(exercise: Exercise, form: Form, *, solved: bool) -> Code:
    build = render(exercise, form, solved=solved)
    if form == "notebook":
        return code_of_notebook(build.text, f"{exercise.name}.ipynb")
    return _module(exercise, build.text)


def _solutions(exercise: Exercise, seeds: Sequence[int]) -> Iterator[Case]:
    """The solution twice, and with more seeds, in both forms."""
    source = _module(exercise, exercise.source.text)
    yield _solution(exercise, "solution", source, trusted=False)  # one is graded as students are
    yield _solution(exercise, "solution again", source)
    forms = [_rendered(exercise, form, solved=True) for form in FORMS]
    for seed, code in zip(seeds, [*forms, source, source], strict=False):
        label = f"solution as {code.filename} with seed {seed}"
        yield _solution(exercise, label, code, seed=seed)


def _solution(exercise: Exercise, label: str, code: Code, **more: Any) -> Case:
    return Case(_program(exercise, label, code, **more), "solution", 0, frozenset())


def _variants(exercise: Exercise, *, recalled: bool) -> Iterator[Case]:
    text = exercise.source.text
    for variant in read_alternatives(exercise.graders, text):
        yield _variant(exercise, variant, frozenset())
    for variant in read_mistakes(exercise.graders, text):
        case = _variant(exercise, variant, frozenset(variant.loses))
        yield replace(case, program=replace(case.program, recalled=recalled))


def _label(variant: Variant) -> str:
    place = f"{variant.kind} in line {variant.line}"
    return place if variant.round == 1 else f"{place} of round {variant.round}"


def _variant(exercise: Exercise, variant: Variant, loses: frozenset[str]) -> Case:
    label = _label(variant)
    seconds = _HANG_SECONDS if variant.hangs else None
    program = _program(exercise, label, _module(exercise, variant.text), seconds=seconds)
    program = replace(program, as_work=variant.starts)
    sentence = variant.sentence if variant.kind == "mistake" else ""
    return Case(program, variant.kind, variant.line, loses, sentence)


def _foreign(exercise: Exercise) -> Iterator[Case]:
    for variant in read_foreign(exercise.graders, exercise.source.text):
        program = _program(
            exercise,
            _label(variant),
            _module(exercise, variant.text),
            seconds=_HANG_SECONDS if variant.hangs else None,
        )
        loses = frozenset[str]() if variant.kind == "right" else None
        case = Case(program, variant.kind, variant.line, loses)
        yield replace(case, open=variant.open, seen=variant.seen, round=variant.round)


def _degenerate(exercise: Exercise) -> Iterator[Case]:
    for label, text in degenerate_answers(exercise.source.text):
        yield Case(_quickly(exercise, label, text), "degenerate", 0, None)


def _worthless(exercise: Exercise, checks: frozenset[str]) -> Iterator[Case]:
    if exercise.source.start == "solved":
        return
    for label, text in worthless_answers(exercise.source.text):
        program = replace(_program(exercise, label, _module(exercise, text)), named=False)
        yield Case(program, "degenerate", 0, checks)


def _mutants(exercise: Exercise) -> list[Case]:
    equivalents = read_equivalents(exercise.graders)
    found = []
    for mutant in mutants(exercise.source.text):
        program = _quickly(exercise, mutant.label, mutant.text)
        why = next((e for e in equivalents if mutant.is_listed(e)), None)
        found.append(Case(program, "mutant", mutant.line, None, equivalent=why))
    return found
