"""What `torchdojo grade` shows: how a class did on each exercise, and its commonest mistakes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from torchdojo.catalog import Exercise, read_mistakes
from torchdojo.referee.results import not_gradable
from torchdojo.referee.verdict import EITHER

Report = dict[str, Any]
_SHOWN = 5


def show_class(exercises: Sequence[Exercise], reports: dict[str, Report]) -> None:
    """Print the table, then the mistakes; `reports` are score reports by student."""
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False)
    table.add_column("exercise")
    for name in ("done", "in progress", "not started", "missing", "mean"):
        table.add_column(name, justify="right")
    for exercise in exercises:
        table.add_row(exercise.id, *_counts(exercise, reports.values()))
    console.print(table)
    made = mistakes_made(exercises, reports.values())
    if made:
        console.print("Mistakes made by the most:")
    for (id, sentence), count in made.most_common(_SHOWN):
        console.print(f"{count:4} {id}: {sentence}", soft_wrap=True, markup=False)


def _counts(exercise: Exercise, reports: Iterable[Report]) -> list[str]:
    found = [r["exercises"][exercise.id] for r in reports if exercise.id in r["exercises"]]
    status = Counter("missing" if not_gradable(one["checks"]) else one["status"] for one in found)
    mean = sum(one["score"] / one["max_score"] for one in found) / (len(found) or 1)
    begun = status["partial"] + status["failed"]
    counts = (status["passed"], begun, status["not_started"], status["missing"])
    return [*map(str, counts), f"{100 * mean:.0f} %"]


def mistakes_made(
    exercises: Iterable[Exercise], reports: Iterable[Report]
) -> Counter[tuple[str, str]]:
    """How many students made each recorded mistake, by exercise and sentence."""
    reports = list(reports)
    made: Counter[tuple[str, str]] = Counter()
    for exercise in exercises:
        known = {m.sentence for m in read_mistakes(exercise.graders, exercise.source.text)}
        for report in reports:
            checks = report["exercises"].get(exercise.id, {"checks": []})["checks"]
            firsts = [check["feedback"].split("\n")[0].split(EITHER) for check in checks]
            said = {sentence for sentences in firsts for sentence in sentences}
            made.update((exercise.id, sentence) for sentence in said & known)
    return made
