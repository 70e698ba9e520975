"""What `torchdojo grade` shows: how a class did on each exercise, and its commonest mistakes."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from torchdojo.classroom.board import Board
from torchdojo.classroom.marks import Mark
from torchdojo.cli.tables import show_whole

_SHOWN = 5


def show_class(board: Board) -> None:
    """Print the table, then the mistakes."""
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False)
    table.add_column("exercise")
    for name in ("done", "in progress", "not started", "missing", "mean"):
        table.add_column(name, justify="right")
    for column, exercise in enumerate(board.exercises):
        table.add_row(exercise.id, *_counts(board.column(column)))
    show_whole(console, table)
    made = board.mistakes()
    if made:
        console.print("Mistakes made by the most:")
    for (id, sentence), count in made.most_common(_SHOWN):
        console.print(f"{count:4} {id}: {sentence}", soft_wrap=True, markup=False)


def _counts(marks: Sequence[Mark]) -> list[str]:
    status = Counter(mark.status for mark in marks)
    known = [mark.score / mark.max_score for mark in marks if mark.score is not None]
    mean = sum(known) / (len(known) or 1)
    begun = status["partial"] + status["failed"]
    counts = (status["passed"], begun, status["not_started"], status["missing"])
    return [*map(str, counts), f"{100 * mean:.0f} %"]
