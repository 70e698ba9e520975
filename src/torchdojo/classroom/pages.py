"""A student's page, and the table of marks of a class, as texts."""

import io
from html import escape
from typing import Any

from torchdojo.classroom.board import Board, most, total
from torchdojo.classroom.harmless import harmless
from torchdojo.classroom.marks import Scored
from torchdojo.classroom.tables import write_table
from torchdojo.jupyter.page import page
from torchdojo.referee.results import counted, not_gradable, told_to_student

_ABOUT = ("full_name", "section")
"""What a roster or platform may tell of students."""


def table_text(board: Board) -> str:
    """The table of marks as CSV: a row for each student, empty where a mark is not known yet.

    Where nobody's full name or section is known, there is no column for it.
    """
    text = io.StringIO(newline="")
    known = [name for name in _ABOUT if any(getattr(s, name) for s in board.students)]
    columns = ["name" if name == "full_name" else name for name in known]
    ids = [exercise.id for exercise in board.exercises]
    rows: list[list[object]] = [["student", *columns, "score", "max_score", *ids]]
    for row, student in enumerate(board.students):
        marks = [mark for _, mark in board.row(row)]
        scores = [None if mark is None else mark.score for mark in marks]
        about = [harmless(getattr(student, name)) for name in ("name", *known)]
        rows.append([*about, total(marks), most(marks), *scores])
    write_table(text, rows)
    return text.getvalue()


def page_of(name: str, report: dict[str, Any], given: str = "") -> str:
    """The page of the student `name` for a score report, as HTML; `given` is about the marks."""
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
        f"<h1>{escape(name)}: {score} of {report['max_score']:g} points</h1>"
        f"{given}{parts}</body></html>\n"
    )


def _for_student(scored: Scored) -> Scored:
    checks = counted(scored["checks"])
    if not_gradable(checks):
        why = {"requirement": told_to_student(checks[0]), "feedback": ""}
        return scored | {"checks": [checks[0] | why | {"points": scored["max_score"]}]}
    return scored | {"checks": [one | {"feedback": told_to_student(one)} for one in checks]}
