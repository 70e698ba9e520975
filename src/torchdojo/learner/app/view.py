"""What the app shows, made of the state alone: no widget knows an exercise, no state a widget."""

from collections.abc import Sequence
from itertools import groupby

from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from torchdojo.feedback.pictures import as_text
from torchdojo.learner import words
from torchdojo.learner.desk import Desk
from torchdojo.learner.lessons import wrong_answers
from torchdojo.learner.places import spot
from torchdojo.learner.practice import Practice
from torchdojo.learner.records import Progress
from torchdojo.learner.verdicts import Checked

_KEYS = (
    (
        ("h", "hint"),
        ("e", "explain"),
        ("d", "draw"),
        ("r", "replay"),
        ("o", "open in editor"),
        ("t", "lesson"),
    ),
    (
        ("l", "list"),
        ("/", "search"),
        ("n", "next"),
        ("m", "milestone"),
        ("s", "solution"),
        ("x", "reset"),
        ("q", "quit"),
    ),
)
_STYLES = {"met": "green", "not written": "dim", "not run": "dim"}


def keys() -> RenderableType:
    """The keys, in two lines, or in more where these are short: a key stays with its word."""
    rows = ([Text.assemble((key, "bold"), f" {word}") for key, word in row] for row in _KEYS)
    return Group(*(Columns(row, padding=(0, 2)) for row in rows))


def tracks(desk: Desk, progress: Progress) -> Text:
    """How many exercises of each track are done; the current track stands out."""
    line = Text(no_wrap=False)
    every = desk.collection.exercises.values()
    for track, members in groupby(every, lambda exercise: exercise.track):
        ids = [exercise.id for exercise in members]
        done = sum(progress.of(id).done for id in ids)
        here = progress.current in ids
        number = track.split("_")[0]
        shown = f"[{number} {done}/{len(ids)}]" if here else f" {number} {done}/{len(ids)} "
        line.append(shown, "bold" if here else "green" if done == len(ids) else "")
    return line


def heading(practice: Practice, desk: Desk) -> Text:
    """The exercise, then where to go on and how far it is."""
    source = practice.exercise.source
    where = spot(desk, practice.exercise, practice.failed)
    return Text.assemble(
        (f"{practice.exercise.id}: {source.title}", "bold"),
        f"\n{where.shown(desk)}\n{standing(practice)}",
    )


def standing(practice: Practice) -> str:
    """How far this round is, and what is known of earlier ones."""
    history = words.history(practice.record)
    if practice.scored is not None:
        return f"{words.score(practice.scored)}; {history}"
    if practice.fault:
        return f"No score; {history}"
    if practice.checks:
        return f"Checking: {len(practice.checks)} requirements so far; {history}"
    return f"Checking (the first time takes some seconds); {history}"


def body(practice: Practice, *, in_full: bool, milestone: bool = False) -> RenderableType:
    """Each requirement with its state, then causes, hints, and what comes at full marks.

    `milestone` says whether that of the track is open.
    """
    parts: list[RenderableType] = [_table(practice.checks, cut=not in_full)]
    parts += [Text(f"\n{practice.fault}", "bold")] if practice.fault else []
    if practice.scored is not None:
        parts += _causes(practice, in_full=in_full)
        parts += [Text(f"\n{line}") for line in words.remarks(practice.scored)]
    elif practice.failed:
        parts.append(Text("\n" + practice.failed[0].feedback))
    hints = practice.hints
    for number, hint in enumerate(hints, start=1):
        parts.append(Text(f"\nHint {number} of {len(practice.exercise.source.hints)}: {hint}"))
    if practice.done:
        parts += _at_full_marks(practice, milestone)
    return Group(*parts)


def pictures(checks: Sequence[Checked], width: int) -> Text:
    """What each check was lost on, drawn."""
    shown = Text("A star marks a number that is not as expected.\n", "dim")
    for check in checks:
        if check.picture is not None:
            shown.append(f"\n{check.requirement}\n\n", "bold")
            shown.append_text(Text.from_ansi(as_text(check.picture, width, colour=True)))
            shown.append("\n")
    return shown


def _at_full_marks(practice: Practice, milestone: bool) -> list[RenderableType]:
    """What comes next, and what the wrong answers do."""
    wrong = wrong_answers(practice.exercise)
    more = "" if practice.exercise.released else ", s shows the solution"
    more += ", m runs your code of this track: its milestone is open" if milestone else ""
    above = Text(f"\nFull marks: n goes on{more}.", "bold")
    if not wrong:
        return [above]
    sentences = "".join(f"\n- {sentence}" for sentence in wrong)
    return [above, Text(f"\nWhat goes wrong in other answers:{sentences}")]


def _table(checks: list[Checked], *, cut: bool) -> Table:
    """Each requirement with its state; `cut` to a line where it is longer."""
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1, no_wrap=cut, overflow="ellipsis" if cut else "fold")
    for check in checks:
        state = words.state(check)
        style = _STYLES.get(state, "bold red")
        required = Text(words.requirement(check), "dim" if check.met else "")
        table.add_row(Text(state, style), Text(words.points(check)), required)
    return table


def _causes(practice: Practice, *, in_full: bool) -> list[RenderableType]:
    """The first cause in full, its first line in bold, the others folded."""
    assert practice.scored is not None
    lines = words.causes(practice.scored, in_full=in_full)
    shown: list[RenderableType] = []
    for above, line in zip(["x", *lines], lines, strict=False):
        first = not above and not line.endswith("folded:")
        shown.append(Text(line, "bold" if first else ""))
    if words.are_folded(practice.scored) and not in_full:
        shown.append(Text("e shows all in full.", "dim"))
    return shown
