"""After a program's last check: what all evidence says of those that failed."""

from typing import Any

import pytest

from torchdojo.catalog import Code, Exercise, Unreadable
from torchdojo.referee.blaming import LOG
from torchdojo.referee.blaming import said as one_line
from torchdojo.referee.casting import program_of
from torchdojo.referee.findings import Finding
from torchdojo.referee.reporting import describe, shown
from torchdojo.referee.results import REVISED, Check
from torchdojo.referee.session import Session
from torchdojo.referee.settling import settled
from torchdojo.referee.shrinking import Shrinking
from torchdojo.referee.verdict import Verdict

LAST = pytest.StashKey[bool]()
"""Whether a check is its program's last: whatever that still runs would be in others' way."""


def revise(session: Session, item: Any, report: pytest.TestReport) -> None:
    """Attach to the last report of a program what is to be said otherwise of its checks."""
    known_as = _ended(session, item)
    findings = session.stage.findings_of(*known_as) if known_as else None
    if findings is None or not findings.failed:
        return
    exercise = session.exercise_of(item)
    solution = "" if exercise.released else exercise.source.text
    shrinking = Shrinking(session.stage, exercise)
    program = program_of(item)
    shrunk = not exercise.released and not (program is not None and program.trusted)
    located = shrinking.located if shrunk else _as_it_is
    try:
        found = findings.revised(solution, session.stage.mistakes(exercise), located)
        said = {one.item.nodeid: _said(session, one.item, verdict) for one, verdict in found}
    except Exception as error:  # a hook that raises would end the run of everybody
        LOG.warning("%s: what was said is not revised: %s", item.nodeid, one_line(error))
        return
    finally:
        shrinking.close()
    if said:
        report.user_properties.append((REVISED, said))


def _as_it_is(finding: Finding, verdict: Verdict) -> Verdict:
    """A release has no solution to ask; our own programs' feedback is read by nobody."""
    del finding
    return verdict


def forget(session: Session, item: Any) -> None:
    """Keep nothing more of a program whose last check has ended."""
    if known_as := _ended(session, item):
        session.stage.forget(*known_as)


def _ended(session: Session, item: Any) -> tuple[Exercise, Code, str] | None:
    """The program whose last check this was; None if it was not, or there is no program."""
    if not (item.stash.get(LAST, False) and session.has_begun):
        return None
    exercise, program = session.exercise_of(item), program_of(item)
    try:
        code = session.stage.program(exercise, program)
    except Unreadable:
        return None
    return exercise, code, program.label if program else ""


def _said(session: Session, item: pytest.Item, verdict: Verdict) -> dict[str, Any]:
    check = describe(session, item)
    drawing = session.option.programs is None
    ended = settled(verdict, points=check["points"], visible=check["visible"], drawing=drawing)
    said = ended.as_data()
    words: Check = {key: said[key] for key in ("feedback", "told", "diagnosis", "picture")}
    return {"check": words, "shown": shown(verdict, check)}
