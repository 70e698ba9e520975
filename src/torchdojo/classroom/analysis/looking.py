"""The part of the page about programs that are alike, with some of them side by side."""

from collections.abc import Iterator

from torchdojo.classroom.analysis.findings import Compared
from torchdojo.classroom.analysis.markup import table, text
from torchdojo.classroom.analysis.similar import Alike

_LISTED, _SIDE_BY_SIDE = 50, 10
_LINES = 2000
_BEFORE, _AFTER = 4, 12
"""Lines around those where what is shared begins."""
_ABOUT = (
    "<p>Pairs to look at. This is no accusation and no proof: two people may have learned the same "
    "from one lesson, worked together as they were allowed to, or used the same source. What was "
    "given out does not count; code that many of a class have does not either; what stands in "
    "no program with full marks counts four times as much as what does.</p>"
)


def alike_section(compared: Compared | None) -> str:
    """What is said of programs that are alike."""
    if compared is None:
        return (
            "<p>Programs were not compared: name the submissions, "
            "<code>--submissions DIR</code>.</p>"
        )
    if not compared.pairs:
        return "<p>No two students share more than the task explains.</p>"
    rows = [_row(pair) for pair in compared.pairs[:_LISTED]]
    heads = ("students", "", "score", "shared", "in no right program", "most in")
    listed = table(heads, rows, numbers=range(2, 5))
    rest = len(compared.pairs) - len(rows)
    more = f"<p>{rest} more are in <code>alike.csv</code>.</p>" if rest else ""
    return _ABOUT + listed + more + "".join(_side_by_side(compared))


def _row(pair: Alike) -> tuple[str, ...]:
    first, second = map(text, pair.students)
    counts = (f"{pair.score:.2f}", str(pair.shared), str(pair.wrong))
    return (first, second, *counts, text(pair.exercises[0][0]))


def _side_by_side(compared: Compared) -> Iterator[str]:
    for pair in compared.pairs[:_SIDE_BY_SIDE]:
        exercise = pair.exercises[0][0]
        lines = compared.shared_lines(pair, exercise)
        codes = "".join(
            f"<div><h3>{text(student)}</h3>{_code(compared, student, exercise, marked)}</div>"
            for student, marked in zip(pair.students, lines, strict=True)
        )
        first, second = map(text, pair.students)
        title = f"{first} and {second}: {text(exercise)}"
        yield f"<details><summary>{title}</summary><div class='pair'>{codes}</div></details>"


def _code(compared: Compared, student: str, exercise: str, marked: frozenset[int]) -> str:
    program = compared.program(student, exercise)
    lines = list(enumerate(program.text.splitlines() if program else [], 1))
    around = range(min(marked, default=1) - _BEFORE, max(marked, default=1) + _AFTER)
    shown = "\n".join(
        f"{number:4}  " + (f"<mark>{text(line)}</mark>" if number in marked else text(line))
        for number, line in lines[:_LINES]
        if number in around
    )
    return f"<pre>{shown}</pre>"
