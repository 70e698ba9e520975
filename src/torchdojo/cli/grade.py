"""`torchdojo grade`: a whole class at once."""

import os
import sys
from pathlib import Path

import click

from torchdojo.catalog import Collection
from torchdojo.cli.choosing import chosen_exercises
from torchdojo.cli.class_summary import show_class
from torchdojo.cli.speaking import speaks_plainly

_LEVELS = click.Choice(["full", "confined", "process"])
_DEVICES = click.Choice(["auto", "cpu", "cuda", "mps"])
_SHOWN = 5


@click.command()
@click.argument("submissions", type=click.Path(path_type=Path))
@click.argument("reports", type=click.Path(path_type=Path, file_okay=False))
@click.option("--track", "tracks", multiple=True, help="Only this track; may be given again.")
@click.option("--exercise", "ids", multiple=True, help="Only this exercise; may be given again.")
@click.option("--visible", is_flag=True, help="Run the visible checks only.")
@click.option("--seed", type=int, help="Of the inputs, the same for all (default: drawn afresh).")
@click.option("--device", type=_DEVICES, default="auto", help="As for `pytest graders/`.")
@click.option("--require-isolation", "level", type=_LEVELS, default="confined", show_default=True)
@click.option("-n", "workers", type=int, help="Processes that compare (default: one a CPU).")
@speaks_plainly
def grade(
    submissions: Path,
    reports: Path,
    tracks: tuple[str, ...],
    ids: tuple[str, ...],
    visible: bool,
    seed: int | None,
    device: str,
    level: str,
    workers: int | None,
) -> None:
    """Grade a folder that holds a folder for each student, laid out like exercises/.

    Writes NAME.json and NAME.html for each into REPORTS, and grades.csv. Run again, it grades what
    is new or has changed.
    """
    from torchdojo.classroom import grading
    from torchdojo.classroom.ledger import Ledger
    from torchdojo.classroom.reports import write_reports
    from torchdojo.classroom.students import find_students, not_taken

    collection = Collection.around(Path.cwd())
    collection.need_solutions()
    exercises = chosen_exercises(collection, tracks, ids)
    students = find_students(submissions, collection, reports)
    reports.mkdir(parents=True, exist_ok=True)
    ledger = Ledger(reports / "graded.jsonl", seed)
    options = ["--device", device, "--require-isolation", level, *(["--visible"] * visible)]
    works = grading.works_of(students, exercises, options)
    faults = grading.Runs(collection, options, workers or _cpus()).grade(works, ledger, _tell)
    written = write_reports(reports, exercises, works, ledger)
    show_class(exercises, written)
    unreadable = [w for w in works if w.program.unreadable and not w.missing]
    for line in dict.fromkeys(f"{w.student}: {w.program.unreadable}" for w in unreadable):
        click.echo(line)
    if apart := not_taken(submissions, reports):
        click.echo(apart)
    count = "1 report" if len(written) == 1 else f"{len(written)} reports"
    click.echo(f"Wrote {count} and grades.csv to {reports} (seed {ledger.seed}).")
    for fault in faults[:_SHOWN]:
        click.echo(f"Not graded: {fault}", err=True)
    if faults:
        click.echo(f"{len(faults)} are left: run the command again to grade them.", err=True)
    sys.exit(1 if faults else 0)


def _cpus() -> int:
    return min(8, len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1)


def _tell(done: int, total: int) -> None:
    if total:
        click.echo(f"{done} of {total} graded")
