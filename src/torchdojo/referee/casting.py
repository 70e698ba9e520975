"""What a pytest item asks for: the program, the seed, how players are set up, and the cast."""

from pathlib import Path
from typing import Any

import pytest

from torchdojo.catalog import Code, Unreadable
from torchdojo.players.limits import Limits
from torchdojo.referee.actors import Agree, Cast, Reference, Student
from torchdojo.referee.asking import Actor
from torchdojo.referee.draw import derived_seed
from torchdojo.referee.handed_in import not_started
from torchdojo.referee.pool import Setting
from torchdojo.referee.programs import Program
from torchdojo.referee.reporting import GRADED
from torchdojo.referee.results import Graded
from torchdojo.referee.session import Session
from torchdojo.referee.verdict import Outcome, Verdict


def params_of(item: Any) -> dict[str, Any]:
    """The parameters of a check: perhaps a ``device``, perhaps a ``program``."""
    params: dict[str, Any] = item.callspec.params if hasattr(item, "callspec") else {}
    return params


def program_of(item: pytest.Item) -> Program | None:
    """The program that is graded in place of the submission, if there is one."""
    program: Program | None = params_of(item).get("program")
    return program


def seed_of(item: pytest.Item, session: Session) -> int:
    """The seed that everything about a check is derived from."""
    program = program_of(item)
    return session.seed if program is None or program.seed is None else program.seed


def setting_of(item: pytest.Item, session: Session) -> Setting:
    """How programs are loaded for a check; mostly the same in all checks of an exercise."""
    marker, program = item.get_closest_marker("limits"), program_of(item)
    wanted = dict(marker.kwargs) if marker else {}
    if program is not None and program.seconds is not None:
        wanted["at_most"] = program.seconds
    exercise = session.exercise_of(item)
    return Setting(
        exercise.id,
        derived_seed("player", seed_of(item, session), exercise.id),
        params_of(item).get("device", "cpu"),
        Limits(**wanted),
        session.stage.readable,
    )


_NOT_STARTED = {
    "empty": "Not written yet: replace `raise NotImplementedError` by your code.",
    "buggy": "Not started: the code is still as you were given it, with its bug.",
}


def cast_of(item: Any, session: Session) -> Cast:
    """The programs of a check; raises `Verdict` if the submission cannot be read."""
    exercise, name = session.exercise_of(item), item.originalname.removeprefix("test_")
    stage, setting = session.stage, setting_of(item, session)
    seed = derived_seed("player", seed_of(item, session), exercise.id, name)
    try:
        code = stage.program(exercise, program_of(item))
    except Unreadable as error:
        raise Verdict(Outcome.NOT_GRADABLE, [str(error)], told=[str(error)]) from error
    one = program_of(item)
    item.stash[GRADED] = _graded(code)
    trusted = one is not None and one.trusted
    known = stage.evidence if one is not None and one.recalled else None
    actor = Actor(stage.pool_of(one), code, setting, seed, known, once=not trusted)
    if session.option.record is not None and (program := program_of(item)) is not None:
        kept = stage.recorded.setdefault(exercise.id, {}).setdefault(program.label, {})
        actor.answers, actor.name = kept, program.label
    reference = Reference(stage.reference(exercise, setting, seed))
    findings = stage.findings_of(exercise, code, one.label if one else "")
    agree = Agree(Student(actor), reference, calls=findings.calls)
    cast = Cast(stage, exercise, name, agree, findings)
    if is_stub(item, session, code):
        words = [_NOT_STARTED[exercise.source.start]]
        cast.verdict = Verdict(Outcome.FAILED, words, told=words, not_started=True)
    return cast


def _graded(code: Code) -> Graded:
    """What the report says of the file that `code` was read from."""
    file = "/".join(Path(code.filename).parts[-2:])  # a file lies in its track's folder
    return {"file": file, "passed_over": code.passed_over or None}


def is_stub(item: pytest.Item, session: Session, code: Code) -> bool:
    """Whether there is nothing to ask `code`, which is what students were given."""
    program = program_of(item)
    as_work = program is not None and program.as_work
    return not as_work and not_started(session.exercise_of(item), code)


def prepare(item: pytest.Item, session: Session) -> None:
    """Have the program of a check loaded ahead of time; what cannot be read waits for its turn."""
    try:
        code = session.stage.program(session.exercise_of(item), program_of(item))
    except Unreadable:
        return
    if not is_stub(item, session, code):
        pool = session.stage.pool_of(program_of(item))
        pool.prepare(code, setting_of(item, session))
