"""Marks as tables and as a part of a student's page."""

import io
from collections.abc import Iterator, Sequence
from html import escape

from torchdojo.classroom.harmless import harmless
from torchdojo.classroom.policy.marking import CourseMark, StudentMarks
from torchdojo.classroom.policy.totals import TrackTotal
from torchdojo.classroom.tables import write_table

_CELL = "style='padding:.3em 1em .3em 0;text-align:left;vertical-align:top'"


def marks_text(students: Sequence[StudentMarks]) -> str:
    """A row for each student and exercise: what was earned, what is given, and the rule."""
    rows: list[list[object]] = [
        ["student", "name", "exercise", "max_score", "earned", "given", "rule", "comment"]
    ]
    for one in students:
        for mark in one.marks:
            standing = mark.standing
            about = [harmless(one.student), harmless(one.full_name), standing.exercise]
            earned = "missing" if standing.absent else standing.score
            points = [standing.max_score, earned, mark.given.points]
            comment = " ".join(mark.rules.comments)
            rows.append([*about, *points, harmless(mark.given.rule), harmless(comment)])
    return _csv(rows)


def totals_text(students: Sequence[StudentMarks]) -> str:
    """A row for each student: per cent of the course and of each track, and what was dropped."""
    tracks = list(dict.fromkeys(track.track for one in students for track in one.tracks))
    rows: list[list[object]] = [["student", "name", "total_percent", *tracks, "dropped", "comment"]]
    for one in students:
        shares = {track.track: _percent(track.share) for track in one.tracks}
        dropped = " ".join(id for track in one.tracks for id in track.dropped)
        about: list[object] = [harmless(one.student), harmless(one.full_name)]
        told = [*map(shares.get, tracks), dropped, harmless(" ".join(one.remarks))]
        rows.append([*about, _percent(one.total), *told])
    return _csv(rows)


def _csv(rows: list[list[object]]) -> str:
    text = io.StringIO(newline="")
    write_table(text, rows)
    return text.getvalue()


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 2)


def marks_section(one: StudentMarks) -> str:
    """The marks of a student as HTML: a row for each exercise, then the totals."""
    rows = "".join(_row(mark) for mark in one.marks)
    said = "".join(f"<p>{escape(harmless(text))}</p>" for text in (*_totals(one), *one.remarks))
    return (
        "<section style='margin:2em 0'><h2>Marks</h2><table style='border-collapse:collapse'>"
        f"<tr><th {_CELL}>exercise</th><th {_CELL}>mark</th><th {_CELL}>why</th></tr>"
        f"{rows}</table>{said}</section>"
    )


def _row(mark: CourseMark) -> str:
    given = "?" if mark.given.points is None else f"{mark.given.points:g}"
    said = "<br>".join(escape(harmless(one)) for one in (mark.given.rule, *mark.rules.comments))
    id = escape(mark.standing.exercise)
    cells = (id, f"{given} of {mark.standing.max_score:g}", said)
    return "<tr>" + "".join(f"<td {_CELL}>{cell}</td>" for cell in cells) + "</tr>"


def _totals(one: StudentMarks) -> Iterator[str]:
    for track in one.tracks:
        if track.share is not None and track.weight:
            yield f"{track.track}: {100 * track.share:.1f} %{_without(track)}"
    if one.total is None:
        yield "The total is open as long as a mark is."
    elif len(one.tracks) > 1:
        yield f"All tracks: {100 * one.total:.1f} %"


def _without(track: TrackTotal) -> str:
    return f", without {' and '.join(track.dropped)}" if track.dropped else ""
