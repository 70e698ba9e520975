"""What is said of results, as lines of plain text for terminals of every kind."""

from collections.abc import Iterator

from torchdojo.catalog import Exercise
from torchdojo.learner.records import Record
from torchdojo.learner.verdicts import GRADER_ERROR, NOT_RUN, Checked, Problem, Scored, problems

_STATES = {
    "passed": "met",
    "failed": "not met",
    "student_error": "error",
    "timeout": "time-out",
    "memory": "memory",
    "crash": "crash",
    "forbidden": "not allowed",
    "not_gradable": "unreadable",
    GRADER_ERROR: "grader error",
    NOT_RUN: "not run",
}
_WIDTH = max(map(len, _STATES.values()))
_SHORT, _NAMED = 110, 3


def state(check: Checked) -> str:
    """What became of a check, in one or two words."""
    if check.unwritten:
        return "not written"
    return _STATES.get(check.outcome, check.outcome)


def requirement(check: Checked) -> str:
    """The requirement, with the device if there are several."""
    device = f" ({check.where})" if check.where not in ("", "cpu") else ""
    return f"{check.requirement}{device}"


def line(check: Checked) -> str:
    """A check in one line: its state, its points, what it requires."""
    return f"{state(check):{_WIDTH}}  {points(check):>5}  {requirement(check)}"


def points(check: Checked) -> str:
    """Points reached and possible; nothing for a check that has none of its own."""
    if not check.points:
        return ""
    return f"{amount(check.score)}/{check.points:g}"


def amount(score: float | None) -> str:
    """Points, or that they are open."""
    return "?" if score is None else f"{score:g}"


def score(scored: Scored) -> str:
    """The points of an exercise."""
    return f"{amount(scored.score)} of {scored.max_score:g} points"


def causes(scored: Scored, *, in_full: bool = False) -> list[str]:
    """The first cause in full, the others in one line each, or all in full."""
    found = problems(scored.checks)
    if scored.status == "not_started":
        return ["", found[0].sentence] if found else []
    if not found:
        return []
    full, rest = (found, []) if in_full else (found[:1], found[1:])
    lines = [text for problem in full for text in ("", *told_of(problem))]
    if rest:
        others = "1 other cause" if len(rest) == 1 else f"{len(rest)} other causes"
        lines += ["", f"{others}, folded:", *(f"- {folded(problem)}" for problem in rest)]
    return lines


def are_folded(scored: Scored) -> bool:
    """Whether `causes` leaves something out."""
    return scored.status != "not_started" and len(problems(scored.checks)) > 1


def told_of(problem: Problem) -> Iterator[str]:
    """All that is said of one cause."""
    yield from problem.feedback.splitlines()
    more = list(dict.fromkeys(check.requirement for check in problem.checks[1:]))
    if len(more) > _NAMED:
        yield f"It also costs {len(more)} other requirements."
    else:
        yield from (f"It also costs: {requirement}" for requirement in more)


def folded(problem: Problem) -> str:
    """A cause in one line, with how many checks it costs."""
    first = (problem.sentence.splitlines() or [""])[0]
    short = first if len(first) <= _SHORT else f"{first[: _SHORT - 1]}…"
    count = len(problem.checks)
    return f"{short} ({count} checks)" if count > 1 else short


def remarks(scored: Scored) -> list[str]:
    """What is to be said of the file besides."""
    said = [problem.sentence for problem in problems(scored.checks)]
    notes = [note for note in scored.notes if not note.startswith(tuple(said))]
    lines = [f"Note: {note}" for note in notes]
    if scored.passed_over:
        lines.append(f"{scored.file} is graded; {scored.passed_over} beside it is not.")
    return lines


def full_marks(exercise: Exercise) -> str:
    """What comes after full marks."""
    if exercise.released:
        return "Full marks in the visible checks. `torchdojo next` goes on."
    return "Full marks. `torchdojo next` goes on; `torchdojo solution` compares."


def milestone_open(track: str) -> str:
    """What a finished track's milestone is good for, once it is open."""
    return f"Your milestone is open: `torchdojo milestone {track}` runs your code of this track."


def history(record: Record) -> str:
    """How often it was tried, and the best result so far."""
    if not record.attempts:
        return "no attempt yet"
    tries = "1 attempt" if record.attempts == 1 else f"{record.attempts} attempts"
    hints = {0: "", 1: ", 1 hint"}.get(record.hints, f", {record.hints} hints")
    return f"{tries}, best {record.best:g} of {record.max_score:g} points{hints}"


def duration(seconds: float) -> str:
    """A time of work in words."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"
