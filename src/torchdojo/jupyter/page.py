"""A score report as a piece of HTML for a notebook; everything a student wrote is escaped."""

from html import escape
from typing import Any

from torchdojo.feedback.pictures import as_svg, picture_from

_COLOURS = {"passed": "#2e7d32", "skipped": "#757575", "grader_error": "#6a1b9a"}
_WORDS = {
    "passed": "passed",
    "skipped": "skipped",
    "grader_error": "grader error",
    "student_error": "error",
    "not_gradable": "not gradable",
}
_BAR = (
    '<div style="background:#8883;border-radius:4px;height:8px;width:100%;max-width:420px">'
    '<div style="background:#2e7d32;border-radius:4px;height:8px;width:{share:.0f}%"></div></div>'
)


def page(id: str, scored: dict[str, Any], note: str = "", warning: str = "") -> str:
    """The result of one exercise: a bar, then a row for each check with its feedback."""
    most = scored["max_score"]
    share = 100 * (scored["score"] or 0.0) / most if most else 0.0
    points = "?" if scored["score"] is None else f"{scored['score']:g}"
    rows = "".join(map(_row, scored["checks"]))
    notes = "; ".join(filter(None, [note, *graded_words(scored)]))
    return (
        '<div style="font-family:system-ui,sans-serif;line-height:1.45">'
        f"{warning and f'<p><b>{escape(warning)}</b></p>'}"
        f"<p style='margin:4px 0'><b>{escape(id)}</b> {points} of {most:g} points"
        f"{notes and f' ({escape(notes)})'}</p>"
        f"{_BAR.format(share=share)}"
        f"<table style='border-collapse:collapse;margin-top:8px'>{rows}</table></div>"
    )


def graded_words(scored: dict[str, Any]) -> list[str]:
    """Which file was graded, and which one beside it was not, as far as the report says it."""
    file, other = scored.get("file"), scored.get("passed_over")
    words = [f"graded: {file}"] if file else []
    return [*words, f"not graded: {other}"] if other else words


def _row(check: dict[str, Any]) -> str:
    colour = _COLOURS.get(check["outcome"], "#c62828")
    word = _WORDS.get(check["outcome"], check["outcome"])
    cell = "text-align:left;vertical-align:top;padding:4px 12px 4px 0"
    return (
        f"<tr><td style='{cell};color:{colour};white-space:nowrap'><b>{word}</b></td>"
        f"<td style='{cell};white-space:nowrap'>{_points(check)}</td>"
        f"<td style='{cell}'>{escape(check['requirement'])}{_feedback(check)}</td></tr>"
    )


def _points(check: dict[str, Any]) -> str:
    """Points reached and possible; nothing for a check that has none of its own."""
    if not check["points"]:
        return ""
    reached = "?" if check["score"] is None else f"{check['score']:g}"
    return f"{reached}/{check['points']:g}"


def _feedback(check: dict[str, Any]) -> str:
    if not check["feedback"] or check["outcome"] == "skipped":
        return ""
    first, *rest = check["feedback"].splitlines()
    more = "<br>".join(escape(line) for line in rest)
    detail = f"<div style='opacity:.75;font-size:90%'>{more}</div>" if more else ""
    return f"<div style='margin-top:2px'><b>{escape(first)}</b></div>{detail}{_picture(check)}"


def _picture(check: dict[str, Any]) -> str:
    """What is drawn of a visible check, folded away: a table of twelve of them is long."""
    if not check.get("picture"):
        return ""
    svg = as_svg(picture_from(check["picture"]))
    return f"<details><summary>picture</summary><div style='overflow-x:auto'>{svg}</div></details>"
