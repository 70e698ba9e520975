"""What an instructor gets of a graded class: a report for each student, and a table of marks."""

import json
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from torchdojo.catalog import Exercise
from torchdojo.classroom.grading import Work
from torchdojo.classroom.ledger import Ledger
from torchdojo.classroom.tables import write_table
from torchdojo.jupyter.page import page
from torchdojo.players.isolation import Level
from torchdojo.referee.results import counted, not_gradable, told_to_student

TABLE = "grades.csv"


def write_reports(
    folder: Path, exercises: Sequence[Exercise], works: Iterable[Work], ledger: Ledger
) -> dict[str, dict[str, Any]]:
    """Write ``NAME.json`` and ``NAME.html`` for each student and `TABLE`; returns the reports.

    The JSON is a score report as `pytest graders/` writes it. The page is for the student: of a
    hidden check it shows no more than the first line of feedback.
    """
    by_student: dict[str, list[Work]] = {}
    for work in works:
        by_student.setdefault(work.student, []).append(work)
    reports = {name: _report(listed, ledger) for name, listed in by_student.items()}
    for name, report in reports.items():
        text = json.dumps(report, indent=2) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
        (folder / f"{name}.html").write_text(_page(name, report), encoding="utf-8")
    with (folder / TABLE).open("w", encoding="utf-8", newline="") as file:
        rows: list[list[object]] = [["student", "score", "max_score", *(e.id for e in exercises)]]
        for name, report in reports.items():
            scores = [report["exercises"].get(e.id, {}).get("score") for e in exercises]
            rows.append([name, report["score"], report["max_score"], *scores])
        write_table(file, rows)
    return reports


def _report(works: Iterable[Work], ledger: Ledger) -> dict[str, Any]:
    """One student's results, as in a score report; no score where one is open."""
    found = {work.exercise.id: ledger.entries.get(work.program.label) for work in works}
    entries = {id: entry for id, entry in found.items() if entry is not None}
    scored = {id: entry["scored"] for id, entry in entries.items()}
    scores = [one["score"] for one in scored.values()]
    levels = [entry["isolation"] for entry in entries.values() if entry["isolation"]]
    return {
        "score": round(sum(scores), 6) if len(entries) == len(found) else None,
        "max_score": round(sum(one["max_score"] for one in scored.values()), 6),
        "seed": ledger.seed,
        "isolation": min(levels, key=_strength, default=None),
        "device": ", ".join(dict.fromkeys(entry["device"] for entry in entries.values())),
        "exercises": scored,
    }


def _strength(isolation: dict[str, Any]) -> int:
    """The weakest comes first: a report claims no more than all of it had."""
    return sum(Level(isolation["level"]).at_least(level) for level in Level)


def _page(name: str, report: dict[str, Any]) -> str:
    score = "?" if report["score"] is None else f"{report['score']:g}"
    parts = "".join(
        f"<section style='margin:2em 0'>{page(id, _for_student(one))}</section>"
        for id, one in report["exercises"].items()
    )
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width'><meta name='color-scheme' "
        f"content='light dark'><title>{escape(name)}</title></head>"
        "<body style='max-width:60em;margin:2em auto;padding:0 1em;font-family:system-ui'>"
        f"<h1>{escape(name)}: {score} of {report['max_score']:g} points</h1>{parts}</body></html>\n"
    )


def _for_student(scored: dict[str, Any]) -> dict[str, Any]:
    checks = counted(scored["checks"])
    if not_gradable(checks):
        why = {"requirement": told_to_student(checks[0]), "feedback": ""}
        return scored | {"checks": [checks[0] | why | {"points": scored["max_score"]}]}
    return scored | {"checks": [one | {"feedback": told_to_student(one)} for one in checks]}
