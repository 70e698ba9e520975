"""What a run says of its checks: what is known beforehand, what became of each, the report."""

import inspect
from pathlib import Path
from typing import Any

import pytest

from torchdojo.catalog.gates import checks_of, gates
from torchdojo.referee.onwards import next_after
from torchdojo.referee.results import (
    GATE,
    KEY,
    REQUIRED,
    Check,
    Graded,
    Report,
    Results,
    score_exercises,
)
from torchdojo.referee.session import ABSENT, Session
from torchdojo.referee.settling import settled
from torchdojo.referee.verdict import Verdict

GRADED = pytest.StashKey[Graded]()
"""What the report says of the file that is graded."""
NOTES = pytest.StashKey[list[str]]()
"""What is to be said of a program whether it lost points or not."""


def describe(session: Session, item: Any) -> Check:
    """What is known of a check before it runs."""
    exercise = session.exercise_of(item)
    marker = item.get_closest_marker("points")
    params = getattr(getattr(item, "callspec", None), "params", {})
    name = getattr(item, "originalname", item.name).removeprefix("test_")
    device = params.get("device")
    program = params.get("program")
    points = float(marker.args[0]) if marker else 1.0
    if device is not None:
        running = [d for d in session.devices if d != ABSENT]
        points = 0.0 if device == ABSENT else round(points / len(running), 6)
    return {
        "node": item.nodeid,
        "exercise": f"{exercise.id}::{program.label}" if program else exercise.id,
        "title": exercise.source.title,
        "name": f"{name}[{device}]" if device else name,
        "requirement": _requirement(item),
        "visible": item.get_closest_marker("hidden") is None,
        "points": 0.0 if name in gates(exercise) else points,
        "gate": name in gates(exercise),
        "place": _place(item.path.name, item.function.__code__.co_firstlineno),
    }


def listed(session: Session, key: str) -> list[Check]:
    """All checks of an exercise, run or not, as far as the text of its graders tells."""
    exercise = session.collection.exercises[key.split("::")[0]]
    return [
        {
            "title": exercise.source.title,
            "name": check.name,
            "requirement": check.requirement,
            "visible": not check.hidden,
            "points": check.points,
            "gate": check.name in gates(exercise),
            "place": _place(check.file, check.line),
        }
        for check in checks_of(exercise)
        if not (check.hidden and session.option.visible)
    ]


def settle(session: Session, item: Any, call: Any, report: pytest.TestReport) -> None:
    """Turn what pytest saw of a check into its result; hide the referee's frames."""
    error = call.excinfo.value if call.excinfo else None
    if error is None and call.when != "call":
        return
    check = describe(session, item) | {"seconds": round(call.duration, 4)}
    if isinstance(error, Verdict):
        report.longrepr = shown(error, check)
    drawing = session.option.programs is None
    ended = settled(error, points=check["points"], visible=check["visible"], drawing=drawing)
    check |= ended.as_data()
    check |= {
        "notes": item.stash.get(NOTES, []),
        "isolation": session.level,
        "graded": item.stash.get(GRADED, None),
    }
    report.user_properties.append((KEY, check))


def shown(verdict: Verdict, check: Check) -> str:
    """What the terminal shows of a check that ended so."""
    required = f"{REQUIRED}{check['requirement']}"
    only = [GATE] if check["gate"] and not verdict.not_started else []
    text = "\n".join([*verdict.lines, required, *only])
    # pytest-xdist takes a text with both of its own words for a traceback, and its worker ends
    return text.replace("reprtraceback", "repr traceback")


def header(session: Session) -> list[str]:
    """The lines above a run."""
    line = f"torchdojo: scoring {_shown(session)}"
    return [f"{line}, seed {session.seed} (replay with --seed {session.seed})"]


def report_of(session: Session, results: Results) -> Report:
    """The report of a run that has ended."""
    checks = results.all(lambda key: listed(session, key))
    levels = [check["isolation"] for check in checks if check.get("isolation")]
    exercises = score_exercises(checks)
    submission = _shown(session)
    return Report(
        seed=session.seed,
        isolation=levels[0] if levels else None,
        device=", ".join(d for d in session.devices if d != ABSENT),
        submission=submission,
        exercises=exercises,
        next=next_after(exercises, session.collection, submission),
    )


def _place(file: str, line: int) -> str:
    """Sorts checks as they are written."""
    return f"{file}:{line:09}"


def _requirement(item: Any) -> str:
    text = inspect.getdoc(item.function) or item.name
    return text.splitlines()[0]


def _shown(session: Session) -> str:
    """The submission, as it is called where pytest was started."""
    path, here = session.submission, Path(session.config.invocation_params.dir)
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
