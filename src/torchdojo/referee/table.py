"""The score table below a run: tracks, exercises, points, and what to do next."""

import io
from collections.abc import Iterator
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from torchdojo.referee.results import ExerciseScore, Report

_STATUS = {
    "not_started": ("not started", "dim"),
    "failed": ("in progress", "yellow"),
    "partial": ("in progress", "yellow"),
    "passed": ("done", "green"),
    "incomplete": ("not all run", "yellow"),
    "error": ("grader error", "bold red"),
}
_BAR = 16


def render_table(report: Report, width: int, *, colour: bool) -> str:
    """The table as text for a terminal of `width` columns."""
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False
    )
    if report.exercises:
        console.print(_table(report))
        console.print(_total(report))
        for note in _notes(report):
            console.print(note, soft_wrap=True)
        for sentence in _passed_over(report):
            console.print(Text(sentence), soft_wrap=True)
        if report.next is not None:
            hint = f"Next: {report.next.title} ({report.next.place})"
            console.print(Text(hint), soft_wrap=True)
    return out.getvalue()


def _table(report: Report) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(min_width=30)
    table.add_column(justify="right")
    table.add_column()
    table.add_column()
    for track, exercises in groupby(report.exercises, _track):
        table.add_row(Text(track, "bold"))
        for exercise in exercises:
            table.add_row(*_row(exercise))
    return table


def _row(exercise: ExerciseScore) -> tuple[Text, Text, Text, Text]:
    words, style = _STATUS[exercise.status]
    open_points = "" if exercise.score is not None else "+?"
    return (
        Text(f"  {_name(exercise)}"),
        Text(f"{exercise.reached:g}{open_points}/{exercise.max_score:g}"),
        _bar(exercise.reached / (exercise.max_score or 1.0), style),
        Text(words, style),
    )


def _name(exercise: ExerciseScore) -> str:
    """The file that was graded, below the folder of its track; or the exercise."""
    file = exercise.graded["file"]
    return exercise.id.split("/")[1] if file is None else file.removeprefix(f"{_track(exercise)}/")


def _track(exercise: ExerciseScore) -> str:
    return exercise.id.split("/")[0]


def _passed_over(report: Report) -> list[str]:
    """Sentences about files beside the graded ones that do not count."""
    found = [e.graded for e in report.exercises if e.graded["passed_over"]]
    return [f"{one['file']} is graded; {one['passed_over']} beside it is not." for one in found]


def _bar(share: float, style: str) -> Text:
    full = int(share * _BAR)
    return Text.assemble(("━" * full, style), ("·" * (_BAR - full), "dim"))


def _total(report: Report) -> Text:
    how = report.isolation["level"] if report.isolation else "none"
    told = f"isolation {how}, device {report.device}, seed {report.seed}"
    if faulty := ", ".join(e.id for e in report.exercises if e.status == "error"):
        return Text(f"No total: the grader failed in {faulty}. ({told})", "bold red")
    if report.score is None:
        so_far = f"So far {report.reached:g} of {report.max_score:g} points"
        return Text(f"{so_far}: not every check has run ({told})", "bold")
    return Text(f"Total {report.score:g} of {report.max_score:g} points ({told})", "bold")


def _notes(report: Report) -> Iterator[Text]:
    for exercise in report.exercises:
        for note in exercise.notes:
            yield Text(f"Note on {exercise.id}: {note}", "yellow")
